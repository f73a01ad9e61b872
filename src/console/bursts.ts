import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '#kernel';
import type { Config } from '#platform/config';
import { ApiClient } from './api-client.js';
import type { Lights } from './lights.js';
import { ANOTHER_WECHAT, NotPossible, type Reason } from './refusals.js';
import type { Ring } from './ring.js';
import type { SkippedClock } from './skipped-clock.js';
import type { StockRows } from './stock-rows.js';
import type { WechatControl } from './wechat-control.js';

/** Requests at a time. */
const AT_A_TIME = 50;
/** Milliseconds the shop may take to hear of everything. */
const SETTLED_WITHIN = 60_000;
const TOLD_EVERY = 200;
const OUT_OF_STOCK = 3001;
const NO_OWNER: Reason = {
  zh: '没有设置 STAFF_BOOTSTRAP_PASSWORD，没有人能上架商品。',
  en: 'Without STAFF_BOOTSTRAP_PASSWORD nobody can add the product.',
};
const ANOTHER_PASSWORD: Reason = {
  zh: '店主的密码与配置的不同，没有人能上架商品。',
  en: 'The owner has another password than the configured one, so nobody can add the product.',
};

export interface BurstPlan {
  readonly buyers: number;
  readonly stock: number;
  readonly pay: boolean;
}

interface Outcome {
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  readonly exact: boolean;
  readonly invariants: 'green' | 'busy' | 'red';
}

export interface Burst {
  readonly id: string;
  state: 'running' | 'done' | 'failed';
  readonly buyers: number;
  readonly stock: number;
  skuId: string | null;
  productId: string | null;
  step: 'product' | 'sign-in' | 'order' | 'pay' | 'settle' | 'end';
  signedIn: number;
  ordered: number;
  refused: number;
  failed: number;
  paid: number;
  waited: number;
  codes: Record<string, number>;
  readonly startedAt: string;
  endedAt: string | null;
  outcome: Outcome | null;
  note: Reason | null;
}

type Place = Pick<Config, 'auth'> & { readonly url: () => string };

/** Many buyers at once, who do what buyers do: through the shop's own HTTP API and at the simulated WeChat. */
export class Bursts {
  last: Burst | null = null;
  private toldAt = 0;
  /** Of the burst that runs. */
  private categoryId: string | null = null;
  /** Of buyers who have signed in before, by their number. */
  private readonly tokens = new Map<number, string>();

  constructor(
    private readonly place: Place,
    private readonly wechat: WechatControl | null,
    private readonly stock: StockRows,
    private readonly lights: Lights,
    private readonly clock: SkippedClock,
    private readonly ring: Ring,
  ) {}

  get reason(): Reason | null {
    if (!this.wechat) return ANOTHER_WECHAT;
    return this.place.auth.staffBootstrap ? null : NO_OWNER;
  }

  /** @throws NotPossible */
  async begin(plan: BurstPlan): Promise<Burst> {
    if (this.reason !== null) throw new NotPossible(this.reason);
    if (this.last?.state === 'running') throw new NotPossible({ zh: '一场抢购正在进行。', en: 'A burst is running.' });
    const api = new ApiClient(this.place.url());
    const cookie = await this.signInOwner(api);
    const startedAt = this.clock.now().toISOString();
    const burst: Burst = {
      id: newId(),
      state: 'running',
      buyers: plan.buyers,
      stock: plan.stock,
      skuId: null,
      productId: null,
      step: 'product',
      signedIn: 0,
      ordered: 0,
      refused: 0,
      failed: 0,
      paid: 0,
      waited: 0,
      codes: {},
      startedAt,
      endedAt: null,
      outcome: null,
      note: null,
    };
    this.last = burst;
    void this.run(api, cookie, burst, plan)
      .finally(() => this.clearAway(api, cookie, burst))
      .then(
        () => (burst.state = 'done'),
        (error: unknown) => {
          burst.state = 'failed';
          burst.note = error instanceof NotPossible ? error.reason : { zh: String(error), en: String(error) };
        },
      )
      .finally(() => {
        burst.endedAt = this.clock.now().toISOString();
        this.tell(burst, true);
      });
    return structuredClone(burst);
  }

  private async run(api: ApiClient, cookie: string, burst: Burst, { buyers, stock, pay }: BurstPlan): Promise<void> {
    const skuId = await this.addProduct(api, cookie, burst, stock);
    const numbers = Array.from({ length: buyers }, (_, number) => number);
    this.enter(burst, 'sign-in');
    await inTurn(numbers, (number) => this.signIn(api, burst, number));
    this.enter(burst, 'order');
    const placed: { readonly number: number; readonly orderId: string }[] = [];
    await inTurn(numbers, async (number) => {
      const orderId = await this.order(api, burst, number, skuId);
      if (orderId !== null) placed.push({ number, orderId });
    });
    if (pay) {
      this.enter(burst, 'pay');
      await inTurn(placed, ({ number, orderId }) => this.pay(api, burst, number, orderId));
    }
    this.enter(burst, 'settle');
    burst.outcome = await this.settle(burst, skuId, Math.min(buyers, stock), pay);
    this.enter(burst, 'end');
  }

  /** Its stock and orders stay; the catalogue is as it was. */
  private async clearAway(api: ApiClient, cookie: string, burst: Burst): Promise<void> {
    if (burst.productId) await api.send('DELETE', `/admin/products/${burst.productId}`, { cookie });
    if (this.categoryId) await api.send('DELETE', `/admin/categories/${this.categoryId}`, { cookie });
    this.categoryId = null;
  }

  private async signInOwner(api: ApiClient): Promise<string> {
    const body = { ...this.place.auth.staffBootstrap };
    const { cookie, status } = await api.post('/auth/staff/login', { body });
    if (status === 200 && cookie !== null) return cookie;
    throw new NotPossible(ANOTHER_PASSWORD);
  }

  private async addProduct(api: ApiClient, cookie: string, burst: Burst, initialStock: number): Promise<string> {
    const category = await api.post<{ id: string }>('/admin/categories', { cookie, body: { name: '抢购' } });
    this.categoryId = category.data.id;
    const skus = [{ name: '一件', priceFen: 100, initialStock }];
    const body = { name: `抢购 ${burst.id.slice(-6)}`, categoryId: category.data.id, skus };
    const { data, status } = await api.post<{ id: string; skus: { id: string }[] }>('/admin/products', {
      cookie,
      body,
    });
    if (status !== 201)
      throw new NotPossible({ zh: `上架商品被拒：${status}。`, en: `The product was refused: ${status}.` });
    burst.productId = data.id;
    return (burst.skuId = data.skus[0]?.id ?? '');
  }

  private async signIn(api: ApiClient, burst: Burst, number: number, anew = false): Promise<string> {
    const known = anew ? undefined : this.tokens.get(number);
    const token = known ?? (await this.tokenFor(api, burst, number));
    this.tokens.set(number, token);
    if (!anew) burst.signedIn++;
    this.tell(burst);
    return token;
  }

  private async tokenFor(api: ApiClient, burst: Burst, number: number): Promise<string> {
    const { code } = (await this.wechat?.post('login', { user: `buyer ${number + 1}` })) as { code: string };
    const answer = await api.post<{ accessToken: string }>('/auth/wechat/login', { body: { code } });
    burst.waited += answer.waited;
    if (answer.status !== 200) {
      const { code: why } = answer;
      throw new NotPossible({ zh: `买家无法登录：${why}。`, en: `A buyer could not sign in: ${why}.` });
    }
    return answer.data.accessToken;
  }

  /** The id of the order; null where there is none. */
  private async order(api: ApiClient, burst: Burst, number: number, skuId: string): Promise<string | null> {
    const key = newId();
    const body = { items: [{ skuId, quantity: 1 }] };
    const send = (token: string) => api.post<{ id: string }>('/orders', { token, key, body });
    let answer = await send(this.tokens.get(number) ?? '');
    // A token that was kept from an earlier burst may be over: time can be skipped.
    if (answer.status === 401) answer = await send(await this.signIn(api, burst, number, true));
    const { code, status, data, waited } = answer;
    burst.waited += waited;
    const counted = status === 201 ? 200 : code;
    burst.codes[counted] = (burst.codes[counted] ?? 0) + 1;
    if (status === 201) burst.ordered++;
    else if (code === OUT_OF_STOCK) burst.refused++;
    else burst.failed++;
    this.tell(burst);
    return status === 201 ? data.id : null;
  }

  private async pay(api: ApiClient, burst: Burst, number: number, orderId: string): Promise<void> {
    const { status, data, waited } = await api.post<object>(`/orders/${orderId}/payment`, {
      token: this.tokens.get(number) ?? '',
    });
    burst.waited += waited;
    if (status === 200) {
      await this.wechat?.post('pay', data);
      burst.paid++;
    } else {
      burst.failed++;
    }
    this.tell(burst);
  }

  /** Waits until the shop has heard of everything, or should have. */
  private async settle(burst: Burst, skuId: string, expected: number, pay: boolean): Promise<Outcome> {
    for (const deadline = performance.now() + SETTLED_WITHIN; ; await pause(250, undefined, { ref: false })) {
      const level = await this.stock.levelOf(skuId);
      const { available = 0, reserved = 0, sold = 0 } = level ?? {};
      const isRight = (pay ? sold : reserved) === expected && (pay ? reserved : sold) === 0;
      const isOver = performance.now() > deadline;
      if (!isRight && !isOver) continue;
      const invariants = await this.invariants();
      if (invariants === 'busy' && !isOver) continue;
      const exact = isRight && burst.ordered === expected && burst.refused === burst.buyers - expected;
      return { available, reserved, sold, exact, invariants };
    }
  }

  private async invariants(): Promise<Outcome['invariants']> {
    const states = (await this.lights.look()).lights.map(({ state }) => state);
    return states.includes('red') ? 'red' : states.includes('busy') ? 'busy' : 'green';
  }

  private enter(burst: Burst, step: Burst['step']): void {
    burst.step = step;
    this.tell(burst, true);
  }

  private tell(burst: Burst, always = false): void {
    const now = performance.now();
    if (!always && now - this.toldAt < TOLD_EVERY) return;
    this.toldAt = now;
    this.ring.publish('burst', { at: this.clock.now().toISOString(), ...burst });
  }
}

/** Does all of it, a few at a time. */
async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all];
  const hand = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, all.length) }, hand));
}

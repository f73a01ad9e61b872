import { Codes } from './codes.js';
import type { Clock } from './clock.js';
import { isShopError, type ShopError } from './errors.js';
import type { Calls } from './calls.js';
import type { KeyValueStorage } from './platform.js';
import { Stored } from './store.js';
import type { Wire } from './wire.js';

/** A POST with an Idempotency-Key whose answer is still to come. */
export interface Wish {
  readonly key: string;
  /** Below /api/v1. */
  readonly path: string;
  /** JSON text, sent letter by letter the same each time. */
  readonly body: string;
  /** By this phone's clock, milliseconds. */
  readonly since: number;
}

/** What became of a wish that an earlier run of the app left behind. */
export type Outcome =
  | { readonly outcome: 'done'; readonly data: unknown }
  | { readonly outcome: 'refused' | 'unanswered'; readonly error: ShopError }
  | { readonly outcome: 'stale' };

/**
 * Milliseconds after which a wish is not sent again: the shop remembers a key for 24 hours at least, an unpaid order lives
 * for half an hour, and nobody wants to buy today what they gave up yesterday.
 */
const WORTH_RESUMING_MS = 60 * 60 * 1000;

/** Keeps the key and the body of such a POST until the shop has answered, and over restarts of the app. */
export class Unanswered {
  private readonly stored: Stored<readonly Wish[]>;
  /** Of this run: no jump of the clock makes them old. */
  private readonly recent = new Set<string>();
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(
    private readonly calls: Calls,
    private readonly wire: Wire,
    private readonly clock: Clock,
    storage: KeyValueStorage,
    storageKey: string,
  ) {
    this.stored = new Stored<readonly Wish[]>(storage, `${storageKey}.unanswered`, (wishes) => Array.isArray(wishes));
  }

  /** The same request again, while it is under way or after its answer was lost, is the same wish. */
  async post<T>(path: string, body: object): Promise<T> {
    const text = JSON.stringify(body);
    const known = this.wishes.find((wish) => wish.path === path && wish.body === text && !this.isOld(wish));
    if (known) return this.fulfil<T>(known);
    const wish = { key: newKey(this.clock), path, body: text, since: this.clock.now() };
    this.remember(wish);
    return this.fulfil<T>(wish, true);
  }

  /** A request of its own each time: a key makes it safe to be sent again while it is tried, and it is not kept after that. */
  postAnew<T>(path: string, body: object): Promise<T> {
    const idempotencyKey = newKey(this.clock);
    return this.calls.send<T>({ method: 'POST', path, body: JSON.stringify(body), idempotencyKey });
  }

  /** Sends again what is open, with the same keys, and tells of what is too old for that. */
  async resume(): Promise<(Outcome & { readonly wish: Wish })[]> {
    return Promise.all(this.wishes.map(async (wish) => ({ wish, ...(await this.outcomeOf(wish)) })));
  }

  private async outcomeOf(wish: Wish): Promise<Outcome> {
    const isCertain = this.recent.has(wish.key) || Math.abs(this.clock.now() - wish.since) < WORTH_RESUMING_MS;
    if (!isCertain) {
      this.forget(wish);
      return { outcome: 'stale' };
    }
    try {
      return { outcome: 'done', data: await this.fulfil(wish) };
    } catch (error) {
      if (!isShopError(error)) throw error;
      return { outcome: isSettledBy(error) ? 'refused' : 'unanswered', error };
    }
  }

  private fulfil<T>(wish: Wish, isNew = false): Promise<T> {
    const underWay = this.underWay.get(wish.key);
    if (underWay) return underWay as Promise<T>;
    const sending = this.send<T>(wish, isNew);
    const done = () => this.underWay.delete(wish.key);
    this.underWay.set(wish.key, sending);
    sending.then(done, done);
    return sending;
  }

  private async send<T>(wish: Wish, isNew: boolean): Promise<T> {
    try {
      await this.wire.insistOnNetwork();
    } catch (error) {
      if (isNew) this.forget(wish);
      throw error;
    }
    try {
      const { path, body, key: idempotencyKey } = wish;
      const data = await this.calls.send<T>({ method: 'POST', path, body, idempotencyKey });
      this.forget(wish);
      return data;
    } catch (error) {
      if (isShopError(error) && isSettledBy(error)) this.forget(wish);
      throw error;
    }
  }

  /** One from before a clock was put back is not old: its key is never worse than a new one. */
  private isOld({ key, since }: Wish): boolean {
    return !this.recent.has(key) && this.clock.now() - since >= WORTH_RESUMING_MS;
  }

  private get wishes(): readonly Wish[] {
    return this.stored.get() ?? [];
  }

  private remember(wish: Wish): void {
    this.recent.add(wish.key);
    this.stored.set([...this.wishes, wish]);
  }

  private forget({ key }: Wish): void {
    const left = this.wishes.filter((wish) => wish.key !== key);
    this.stored.set(left.length > 0 ? left : null);
  }
}

/** Refusals that say nothing of an earlier attempt whose answer was lost. */
const OPEN: readonly number[] = [401, 408, 429];

function isSettledBy({ kind, status, code }: ShopError): boolean {
  return kind === 'refused' && status < 500 && !OPEN.includes(status) && code !== Codes.IdempotencyKeyBusy;
}

/** Chance is enough: the shop keeps the keys of each shopper apart, and a mini-program has no synchronous source of better. */
function newKey(clock: Clock): string {
  const chance = () => Math.random().toString(36).slice(2, 12);
  return `${clock.now().toString(36)}-${chance()}${chance()}`;
}

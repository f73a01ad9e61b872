import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Api } from '../../support/api.js';
import type { Shop } from '../../support/shop.js';
import type { Order, PaymentArguments, Refund } from '../../support/views.js';

const AGAIN_AFTER_MS = 100;
const BETWEEN_JOURNEYS_MS = 100;
/** How long somebody looks whether the order is paid. */
const LOOKS = 100;
/** The first request with this key is still running. */
const STILL_RUNNING = 4005;

type Journey = (journeys: Journeys) => Promise<unknown>;

/** What shoppers and staff do, once each; all of it may be refused, because an order's time is over meanwhile. */
const ALL: Readonly<Record<string, Journey>> = {
  paid: async (one) => one.pay(await one.place()),
  'paid, and nobody tells': async (one) => {
    const id = await one.place();
    await one.pay(id, { notify: false });
    await one.sync(id);
  },
  cancelled: async (one) => {
    const id = await one.place();
    await one.startPayment(id);
    await one.cancel(id);
  },
  'left unpaid': async (one) => one.startPayment(await one.place()),
  'paid while it is cancelled': async (one) => {
    const id = await one.place();
    await Promise.all([one.pay(id, { duplicates: 3 }), one.cancel(id)]);
  },
  refunded: async (one) => {
    const id = await one.place();
    await one.pay(id);
    if (await one.isPaid(id)) await one.refund(id);
  },
  shipped: async (one) => {
    const id = await one.place();
    await one.pay(id);
    if (await one.isPaid(id)) await one.ship(id);
  },
};

/** A shop's day, over and over: customers who ask again until they are answered, however often the shop dies meanwhile. */
export class Journeys {
  /** What was answered 2xx, by id. */
  readonly answered = { orders: [] as string[], refunds: [] as string[] };
  /** Journeys that came to their end. */
  ended = 0;
  private readonly loops: Promise<unknown>;
  private stopped = false;
  private abandoned = false;

  private constructor(
    private readonly shop: Shop,
    private readonly shopper: Api,
    private readonly owner: Api,
    private readonly skuId: string,
  ) {
    this.loops = Promise.all(Object.values(ALL).map((journey) => this.again(journey)));
    this.loops.catch(() => undefined);
  }

  static async begin(shop: Shop): Promise<Journeys> {
    const { skuId } = await shop.product(1_000_000);
    return new Journeys(shop, await shop.shopper('oAgainAndAgain'), await shop.owner(), skuId);
  }

  /** Resolves when every journey that is under way has come to its end; rejects when one was answered as nobody may be. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.loops;
  }

  /** Ends them wherever they are: for a shop that does not answer any more. */
  async abandon(): Promise<void> {
    this.abandoned = true;
    await this.stop().catch(() => undefined);
  }

  async place(): Promise<string> {
    const items = [
      { skuId: this.skuId, quantity: 1 },
      { skuId: this.skuId, quantity: 2 },
    ];
    const key = randomUUID();
    const { data } = await this.persistently(() => this.shopper.post<Order>('/orders', { items }, key));
    this.answered.orders.push(data.id);
    return data.id;
  }

  startPayment(orderId: string): Promise<Answer<PaymentArguments>> {
    return this.persistently(() => this.shopper.post<PaymentArguments>(`/orders/${orderId}/payment`));
  }

  async pay(orderId: string, how: { notify?: boolean; duplicates?: number } = {}): Promise<void> {
    const { status, data } = await this.startPayment(orderId);
    // WeChat takes no money for an attempt that was closed in the meantime.
    if (status === 200) await this.shop.wechat.pay({ ...data, ...how }).catch(() => undefined);
  }

  sync(orderId: string): Promise<unknown> {
    return this.persistently(() => this.shopper.post(`/orders/${orderId}/payment/sync`));
  }

  cancel(orderId: string): Promise<unknown> {
    return this.persistently(() => this.shopper.post(`/orders/${orderId}/cancel`));
  }

  async isPaid(orderId: string): Promise<boolean> {
    for (let look = 0; look < LOOKS && !this.stopped; look++, await pause(AGAIN_AFTER_MS)) {
      const { data } = await this.persistently(() => this.shopper.get<Order>(`/orders/${orderId}`));
      if (data.status !== 'CREATED') return data.status === 'PAID';
    }
    return false;
  }

  async refund(orderId: string): Promise<void> {
    const [key, body] = [randomUUID(), { reason: '不想要了' }];
    const asked = await this.persistently(() => this.shopper.post<Refund>(`/orders/${orderId}/refunds`, body, key));
    this.answered.refunds.push(asked.data.id);
    await this.persistently(() => this.owner.post(`/admin/refunds/${asked.data.id}/approval`));
  }

  ship(orderId: string): Promise<unknown> {
    const shipment = { carrier: '顺丰', trackingNo: `SF${orderId.slice(-10)}` };
    return this.persistently(() => this.owner.post(`/admin/orders/${orderId}/shipment`, shipment));
  }

  /** Asks, with the same key, until there is an answer that is no "try again". */
  private async persistently<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
    for (; ; await pause(AGAIN_AFTER_MS)) {
      if (this.abandoned) throw new Error('abandoned');
      const answer = await ask().catch((error: Error) => {
        // Nobody listens, or the connection broke. Anything else is the test's own trouble.
        if (error.message === 'fetch failed' || error.message === 'terminated') return null;
        throw error;
      });
      if (!answer || answer.status === 503 || answer.code === STILL_RUNNING) continue;
      if (answer.status >= 500) throw new Error(`The shop answered ${answer.status}`);
      return answer;
    }
  }

  private async again(journey: Journey): Promise<void> {
    while (!this.stopped) {
      await journey(this);
      this.ended++;
      await pause(BETWEEN_JOURNEYS_MS);
    }
  }
}

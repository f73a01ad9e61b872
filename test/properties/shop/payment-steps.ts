import { CancelOrder } from '../../../src/order/application/cancel-order.js';
import { StartPayment } from '../../../src/payment/application/start-payment.js';
import { SyncPayment } from '../../../src/payment/application/sync-payment.js';
import { TakeNotification } from '../../../src/payment/application/take-notification.js';
import { seen } from './agreement.js';
import type { RunningShop } from './running-shop.js';
import type { ModelOrder, ShopModel } from './shop-model.js';
import { codeOf, type Disturbance, type Heard, heard, OrderStep } from './step.js';

interface OfOrder {
  readonly order: ModelOrder;
}

interface OfAttempt extends OfOrder {
  readonly attemptNo: string;
}

/** WeChat tells what it knows of an attempt or a refund. */
export async function tell(shop: RunningShop, no: string): Promise<void> {
  await heard('notification', () => shop.get(TakeNotification).execute({ headers: {}, rawBody: no }));
}

const sync = (shop: RunningShop, { id: orderId, command }: ModelOrder) =>
  heard('sync', () => shop.get(SyncPayment).execute({ orderId, customerId: command.customerId }));

const start = (shop: RunningShop, { id: orderId, command: { customerId, account } }: ModelOrder) =>
  heard('pay', () => shop.get(StartPayment).execute({ orderId, customerId, account }));

/** The shopper pays with what was prepared, perhaps long ago, or now. Null: there is nothing to pay for. */
async function pay(shop: RunningShop, order: ModelOrder): Promise<string | null> {
  if (order.status === 'CREATED' && shop.wechat.paid(order.id).length === 0) await start(shop, order);
  const [attemptNo] = shop.wechat.payable(order.id);
  if (attemptNo !== undefined) shop.wechat.pay(attemptNo);
  return shop.wechat.paid(order.id).at(-1)?.request.attemptNo ?? null;
}

/** The shopper taps on `pay`. */
export class Start extends OrderStep<OfOrder, Heard<unknown>> {
  readonly name = 'a payment is prepared';

  intend(model: ShopModel): OfOrder {
    return { order: this.orderOf(model) };
  }

  act({ order }: OfOrder, shop: RunningShop): Promise<Heard<unknown>> {
    return start(shop, order);
  }

  async expect(_: ShopModel, { order }: OfOrder, said: Heard<unknown>, shop: RunningShop): Promise<void> {
    if (order.status === 'CANCELLED') return expect(codeOf(said)).toBe(4002);
    // The attempt at hand may turn out to have been paid, which nobody had told the shop.
    const now = await seen(shop);
    const paid = order.status !== 'CREATED' || now.orders.get(order.id) === 'PAID';
    expect(codeOf(said)).toBe(paid ? 5002 : null);
  }

  protected override suits({ status }: ModelOrder): boolean {
    return status === 'CREATED';
  }
}

/** The news comes some times, or gets lost. */
export class Pay extends OrderStep<OfOrder, string | null> {
  readonly name: string;

  constructor(
    which: number,
    private readonly copies: number,
    disturbance: Disturbance,
  ) {
    super(which, disturbance);
    this.name = `the shopper pays, told ${copies} times`;
  }

  intend(model: ShopModel): OfOrder {
    return { order: this.orderOf(model) };
  }

  async act({ order }: OfOrder, shop: RunningShop): Promise<string | null> {
    const attemptNo = await pay(shop, order);
    if (attemptNo !== null) await Promise.all(Array.from({ length: this.copies }, () => tell(shop, attemptNo)));
    return attemptNo;
  }

  expect(model: ShopModel, { order }: OfOrder, attemptNo: string | null): void {
    if (this.copies > 0 && attemptNo !== null) model.hear(order, attemptNo);
  }

  protected override suits({ status }: ModelOrder): boolean {
    return status === 'CREATED';
  }
}

/** The news of something that was paid comes again, three times at once. */
export class TellAgain extends OrderStep<OfAttempt, void> {
  readonly name = 'the notification comes again, three times';

  intend(model: ShopModel, shop: RunningShop): OfAttempt | null {
    const order = this.orderOf(model);
    const [attempt] = shop.wechat.paid(order.id);
    return attempt ? { order, attemptNo: attempt.request.attemptNo } : null;
  }

  async act({ attemptNo }: OfAttempt, shop: RunningShop): Promise<void> {
    await Promise.all([attemptNo, attemptNo, attemptNo].map((no) => tell(shop, no)));
  }

  expect(model: ShopModel, { order, attemptNo }: OfAttempt): void {
    model.hear(order, attemptNo);
  }
}

export class Sync extends OrderStep<OfOrder, Heard<unknown>> {
  readonly name = 'WeChat is asked for the truth';

  intend(model: ShopModel): OfOrder {
    return { order: this.orderOf(model) };
  }

  act({ order }: OfOrder, shop: RunningShop): Promise<Heard<unknown>> {
    return sync(shop, order);
  }

  expect(model: ShopModel, { order }: OfOrder, said: Heard<unknown>, shop: RunningShop): void {
    expect(codeOf(said)).toBe(null);
    const [attempt] = shop.wechat.paid(order.id);
    if (order.heard.size === 0 && attempt) model.hear(order, attempt.request.attemptNo);
  }
}

/** All at once; either may be first, and the stock is sold or the money goes back. */
export class PayRacesCancel extends OrderStep<OfOrder, string | null> {
  readonly name = 'payment, its notifications, sync and cancel at once';

  intend(model: ShopModel): OfOrder {
    return { order: this.orderOf(model) };
  }

  async act({ order }: OfOrder, shop: RunningShop): Promise<string | null> {
    const { id: orderId, command } = order;
    const attemptNo = await pay(shop, order);
    if (attemptNo === null) return null;
    const cancel = heard('cancel', () => shop.get(CancelOrder).execute({ orderId, customerId: command.customerId }));
    const all = await Promise.allSettled([tell(shop, attemptNo), cancel, sync(shop, order), tell(shop, attemptNo)]);
    for (const one of all) if (one.status === 'rejected') throw one.reason;
    return attemptNo;
  }

  async expect(model: ShopModel, { order }: OfOrder, attemptNo: string | null, shop: RunningShop): Promise<void> {
    const now = (await seen(shop)).orders.get(order.id);
    if (order.status === 'CREATED' && now === 'CANCELLED' && attemptNo !== null) model.cancel(order);
    if (attemptNo !== null) model.hear(order, attemptNo);
  }

  protected override suits({ status }: ModelOrder): boolean {
    return status === 'CREATED';
  }
}

import type { Order } from './api-types.js';
import type { Calls } from './calls.js';
import { Codes } from './codes.js';
import { isShopError } from './errors.js';
import { type Platform, saidBy } from './platform.js';
import type { Wire } from './wire.js';

export interface Paid {
  /**
   * `paid`: the shop has the money, whatever the sheet said. Without it: `cancelled` by the shopper, `failed` on the sheet, or
   * `unknown`: the sheet said ok and the money is not there yet. Look at the order again a moment later.
   */
  readonly outcome: 'paid' | 'cancelled' | 'failed' | 'unknown';
  /** As the shop sees it after it has asked WeChat Pay. */
  readonly order: Order;
  /** What WeChat's sheet said, such as `requestPayment:fail cancel`; empty when it was not shown. */
  readonly sheet: string;
}

const OK = 'requestPayment:ok';

/** From an order to money: the sheet of WeChat Pay, and then always the shop's own view of what happened. */
export class Payments {
  private readonly underWay = new Map<string, Promise<Paid>>();

  constructor(
    private readonly calls: Calls,
    private readonly wire: Wire,
    private readonly platform: Platform,
  ) {}

  /** A second tap joins the first. */
  pay(orderId: string): Promise<Paid> {
    const underWay = this.underWay.get(orderId);
    if (underWay) return underWay;
    const paying = this.start(orderId);
    const done = () => this.underWay.delete(orderId);
    this.underWay.set(orderId, paying);
    paying.then(done, done);
    return paying;
  }

  private async start(orderId: string): Promise<Paid> {
    await this.wire.insistOnNetwork();
    const sheet = await this.show(orderId);
    const order = await this.look(orderId);
    const without = sheet === OK || sheet === '' ? 'unknown' : /cancel/i.test(sheet) ? 'cancelled' : 'failed';
    return { outcome: order.paidAt === null ? without : 'paid', order, sheet };
  }

  /** What the sheet said. Its "ok" proves nothing, and neither does its "fail". */
  private async show(id: string): Promise<string> {
    try {
      const payment = await this.calls.request('post', '/orders/{id}/payment', { id });
      return await this.platform.requestPayment(payment).then(() => OK, saidBy);
    } catch (error) {
      if (isShopError(error) && error.is(Codes.AlreadyPaid)) return '';
      throw error;
    }
  }

  /** A sync is sent once. Where it gets no answer, the order is read, and that as often as it takes. */
  private async look(id: string): Promise<Order> {
    try {
      return await this.calls.request('post', '/orders/{id}/payment/sync', { id });
    } catch (error) {
      if (!isShopError(error) || !error.isOutcomeOpen) throw error;
      return this.calls.request('get', '/orders/{id}', { id });
    }
  }
}

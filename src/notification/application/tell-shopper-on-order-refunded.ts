import { On, Reaction } from '#platform/events';
import type { OrderRefunded } from '../../order/events.js';
import { TellShopper } from './tell-shopper.js';

@On('order.refunded', { transaction: false })
export class TellShopperOnOrderRefunded extends Reaction<OrderRefunded> {
  constructor(private readonly tellShopper: TellShopper) {
    super();
  }

  /** @throws WechatUnavailable, WechatLimitReached: to be tried again */
  async handle({ orderId, at }: OrderRefunded): Promise<void> {
    await this.tellShopper.execute({ topic: 'order-refunded', orderId, at, shipment: null });
  }
}

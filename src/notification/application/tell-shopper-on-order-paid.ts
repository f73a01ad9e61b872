import { On, Reaction } from '#platform/events';
import type { OrderPaid } from '../../order/events.js';
import { TellShopper } from './tell-shopper.js';

@On('order.paid', { transaction: false })
export class TellShopperOnOrderPaid extends Reaction<OrderPaid> {
  constructor(private readonly tellShopper: TellShopper) {
    super();
  }

  /** @throws WechatUnavailable, WechatLimitReached: to be tried again */
  async handle({ orderId, at }: OrderPaid): Promise<void> {
    await this.tellShopper.execute({ topic: 'order-paid', orderId, at, shipment: null });
  }
}

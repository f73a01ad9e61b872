import { On, Reaction } from '#platform/events';
import type { OrderShipped } from '../../order/events.js';
import { TellShopper } from './tell-shopper.js';

@On('order.shipped', { transaction: false })
export class TellShopperOnOrderShipped extends Reaction<OrderShipped> {
  constructor(private readonly tellShopper: TellShopper) {
    super();
  }

  /** @throws WechatUnavailable, WechatLimitReached: to be tried again */
  async handle({ orderId, carrier, trackingNo, at }: OrderShipped): Promise<void> {
    await this.tellShopper.execute({ topic: 'order-shipped', orderId, at, shipment: { carrier, trackingNo } });
  }
}

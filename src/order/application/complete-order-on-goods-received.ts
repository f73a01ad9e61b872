import { Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { On, Reaction } from '#platform/events';
import type { GoodsReceived } from '../../payment/events.js';
import { OrderNotFound } from '../domain/errors.js';
import type { Order } from '../domain/order.js';
import { Orders } from '../domain/orders.js';

/** Statuses in which nobody here knows that the goods have left. */
const NOT_SHIPPED = ['CREATED', 'PAID'];

/** A shopper who says in WeChat that the goods have arrived need not say it again here. */
@On('payment.goods-received')
export class CompleteOrderOnGoodsReceived extends Reaction<GoodsReceived> {
  private readonly log = new Logger(CompleteOrderOnGoodsReceived.name);

  constructor(
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ orderId, paymentId }: GoodsReceived): Promise<void> {
    try {
      const change = (order: Order) => order.receiveIfProviderConfirms(paymentId, this.clock.now());
      const { status } = await this.orders.change(orderId, change);
      if (NOT_SHIPPED.includes(status)) this.log.warn({ orderId, status }, 'Goods arrived that were not shipped here');
    } catch (error) {
      // An order is deleted some time before its payment, and needs no completing then.
      if (!(error instanceof OrderNotFound)) throw error;
    }
  }
}

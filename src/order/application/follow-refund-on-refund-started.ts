import { Clock } from '#kernel';
import { On, Reaction } from '#platform/events';
import type { RefundStarted } from '../../payment/events.js';
import { Orders } from '../domain/orders.js';

@On('payment.refund-started')
export class FollowRefundOnRefundStarted extends Reaction<RefundStarted> {
  constructor(
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ orderId, refundId }: RefundStarted): Promise<void> {
    await this.orders.change(orderId, (order) => order.followRefund(refundId, 'PROCESSING', this.clock.now()));
  }
}

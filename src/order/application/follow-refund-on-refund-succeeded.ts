import { Clock } from '#kernel';
import { On, Reaction } from '#platform/events';
import type { RefundSucceeded } from '../../payment/events.js';
import { Orders } from '../domain/orders.js';

@On('payment.refund-succeeded')
export class FollowRefundOnRefundSucceeded extends Reaction<RefundSucceeded> {
  constructor(
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ orderId, refundId }: RefundSucceeded): Promise<void> {
    await this.orders.change(orderId, (order) => order.followRefund(refundId, 'SUCCEEDED', this.clock.now()));
  }
}

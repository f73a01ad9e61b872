import { Clock } from '#kernel';
import { On, Reaction } from '#platform/events';
import type { RefundFailed } from '../../payment/events.js';
import { Orders } from '../domain/orders.js';

@On('payment.refund-failed')
export class FollowRefundOnRefundFailed extends Reaction<RefundFailed> {
  constructor(
    private readonly orders: Orders,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ orderId, refundId }: RefundFailed): Promise<void> {
    await this.orders.change(orderId, (order) => order.followRefund(refundId, 'FAILED', this.clock.now()));
  }
}

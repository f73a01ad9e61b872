import { Clock } from '#kernel';
import { Database } from '#platform/database';
import { On, Reaction } from '#platform/events';
import type { RefundApproved } from '../../order/events.js';
import { PaymentRefund } from '../domain/payment-refund.js';
import { PaymentRefunds } from '../domain/payment-refunds.js';
import { SettleRefunds } from './settle-refunds.js';

/** The intent is saved first; the money goes on its way once that is committed. */
@On('refund.approved')
export class StartRefundOnRefundApproved extends Reaction<RefundApproved> {
  constructor(
    private readonly refunds: PaymentRefunds,
    private readonly settleRefunds: SettleRefunds,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ refundId: id, orderId, paymentId, amountFen }: RefundApproved): Promise<void> {
    const now = this.clock.now();
    const added = await this.refunds.add(PaymentRefund.approved({ id, orderId, paymentId, amountFen, now }));
    if (added) this.database.afterCommit(() => this.settleRefunds.runSoon());
  }
}

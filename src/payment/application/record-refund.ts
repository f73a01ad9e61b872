import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Payment } from '../domain/payment.js';
import { PaymentRefund, type RefundConfirmation } from '../domain/payment-refund.js';
import { PaymentRefunds } from '../domain/payment-refunds.js';
import type { RefundNews } from './payment-gateway.js';
import { Rejections } from './rejections.js';

export interface RecordRefundCommand {
  readonly refund: RefundNews;
  /** Under which news that does not fit is kept once. */
  readonly key: string;
}

/** The one way a refund goes on, whoever told of it: the answer to our request, our question or a notification. */
@Injectable()
export class RecordRefund {
  constructor(
    private readonly refunds: PaymentRefunds,
    private readonly rejections: Rejections,
    private readonly clock: Clock,
  ) {}

  /** What fits no refund changes nothing, and what is stuck goes on only when somebody helps: staff see both, once for each reason. */
  async execute({ refund, key }: RecordRefundCommand): Promise<void> {
    const { attemptNo, refundNo, news } = refund;
    const confirmation = await this.confirm(refund);
    if (confirmation !== 'recorded' && confirmation !== 'repeated') {
      await this.rejections.keep({ key, reason: confirmation, attemptNo, transactionId: null });
    } else if (news.outcome === 'stuck') {
      const type = 'payment.refund-abnormal';
      // Somebody who has seen to one reason has not seen to the next one.
      const key = `${refundNo}-stuck-${news.code}`;
      await this.rejections.keep({ type, key, reason: news.code, attemptNo, transactionId: null });
    }
  }

  private async confirm(told: RefundNews): Promise<RefundConfirmation | 'unknown-refund' | 'another-amount'> {
    const id = PaymentRefund.idOf(told.refundNo);
    const found = id === null ? null : await this.refunds.find(id);
    if (!found || told.attemptNo !== Payment.attemptNoOf(found.snapshot.paymentId)) return 'unknown-refund';
    if (told.amountFen !== found.snapshot.amountFen) return 'another-amount';
    const now = this.clock.now();
    // Notifications come again and again: news that is none takes no lock.
    if (found.isFinal) return found.learn(told.news, now);
    return this.refunds.change(found.id, (refund) => refund.learn(told.news, now));
  }
}

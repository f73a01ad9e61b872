import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import type { PaymentRefund } from '../domain/payment-refund.js';
import { PaymentRefunds } from '../domain/payment-refunds.js';
import { Payments } from '../domain/payments.js';
import { PaymentGateway, type RefundAnswer } from './payment-gateway.js';
import { RecordRefund } from './record-refund.js';

const BATCH = 20;

/**
 * Sends approved refunds to the provider and asks what has become of them until it is final. Without an answer
 * nothing is known and nothing changes: the same request, under the same number, is made again at its next turn.
 */
@Injectable()
export class SettleRefunds extends PeriodicJob {
  readonly every = 2_000;
  private readonly logger = new Logger(SettleRefunds.name);

  constructor(
    private readonly refunds: PaymentRefunds,
    private readonly payments: Payments,
    private readonly gateway: PaymentGateway,
    private readonly recordRefund: RecordRefund,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      const due = await this.refunds.claimUnsettled(BATCH, this.clock.now());
      await Promise.all(due.map((refund) => this.settle(refund)));
      if (due.length < BATCH) return;
    }
  }

  private async settle(refund: PaymentRefund): Promise<void> {
    try {
      const answer = await this.answerTo(refund);
      if (answer.outcome === 'unknown') return;
      await this.recordRefund.execute({ refund: answer.refund, key: refund.refundNo });
    } catch (error) {
      this.logger.error({ err: error, refundId: refund.id }, 'A refund waits for its next turn');
    }
  }

  private async answerTo({ refundNo, status, snapshot }: PaymentRefund): Promise<RefundAnswer> {
    if (status === 'processing') return this.gateway.askRefund(refundNo);
    const payment = await this.payments.get(snapshot.paymentId);
    const { attemptNo, snapshot: paid } = payment;
    return this.gateway.refund({ refundNo, attemptNo, amountFen: snapshot.amountFen, paidFen: paid.amountFen });
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { AuditLog } from '#platform/audit';
import { Payments } from '../domain/payments.js';
import { FindPaidAttempt, type PaidAttempt } from './find-paid-attempt.js';

export interface RecordGoodsReceivedCommand {
  readonly paid: PaidAttempt;
  /** How it was confirmed, in the provider's own code. Kept and never acted on: its documents and its messages disagree. */
  readonly confirmation: string | null;
  /** By the provider's clock. */
  readonly receivedAt: Date | null;
}

/** The provider says that a payer has the goods: the order hears of it. */
@Injectable()
export class RecordGoodsReceived {
  private readonly log = new Logger(RecordGoodsReceived.name);

  constructor(
    private readonly find: FindPaidAttempt,
    private readonly payments: Payments,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** To be run in the transaction that remembers the news. */
  async execute({ paid, confirmation, receivedAt }: RecordGoodsReceivedCommand): Promise<void> {
    const found = await this.find.execute(paid);
    if (!found) return this.log.warn('Goods were received for a payment that is not known here');
    const { orderId } = found.snapshot;
    const recorded = await this.payments.change(found.id, (payment) => payment.goodsReceived(this.clock.now()));
    if (!recorded) return this.log.warn({ orderId }, 'Goods were received for an attempt that is not paid here');
    const facts = { confirmation, receivedAt: receivedAt?.toISOString() ?? null };
    await this.audit.record({ type: 'payment.goods-received', actor: SYSTEM, subject: orderId, facts });
  }
}

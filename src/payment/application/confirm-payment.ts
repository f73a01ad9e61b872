import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Confirmation, Payment, type Receipt } from '../domain/payment.js';
import { Payments, TransactionTaken } from '../domain/payments.js';
import { Rejections } from './rejections.js';

export interface ConfirmPaymentCommand {
  readonly receipt: Receipt;
  /** Under which a receipt that does not fit is kept once. */
  readonly key: string;
}

/** The one way money becomes a fact here, whoever told of it: notification, sync or a refused closing. */
@Injectable()
export class ConfirmPayment {
  private readonly changes = new Map<string, Promise<Confirmation>>();

  constructor(
    private readonly payments: Payments,
    private readonly rejections: Rejections,
    private readonly clock: Clock,
  ) {}

  /** False when the receipt fits no attempt: nothing is changed, staff see it. */
  async execute({ receipt, key }: ConfirmPaymentCommand): Promise<boolean> {
    const confirmation = await this.confirm(receipt);
    if (confirmation === 'succeeded' || confirmation === 'repeated') return true;
    const { attemptNo, transactionId } = receipt;
    await this.rejections.keep({ key, reason: confirmation, attemptNo, transactionId });
    return false;
  }

  private async confirm(receipt: Receipt): Promise<Confirmation | 'unknown-attempt'> {
    const found = Payment.isAttemptNo(receipt.attemptNo) ? await this.payments.byAttemptNo(receipt.attemptNo) : null;
    if (!found) return 'unknown-attempt';
    const now = this.clock.now();
    // A repeated notification, by far the most frequent case once it is paid, takes no lock.
    if (found.status === 'succeeded') return found.succeed(receipt, now);
    return this.changeOnce(found.id, receipt, now);
  }

  /** Copies of a receipt that come at once wait for one change here, not each with a connection for the payment's row. */
  private changeOnce(id: string, receipt: Receipt, now: Date): Promise<Confirmation> {
    const of = JSON.stringify([id, receipt]);
    const running = this.changes.get(of) ?? this.change(id, receipt, now).finally(() => this.changes.delete(of));
    this.changes.set(of, running);
    return running;
  }

  private async change(id: string, receipt: Receipt, now: Date): Promise<Confirmation> {
    try {
      return await this.payments.change(id, (payment) => payment.succeed(receipt, now));
    } catch (error) {
      if (error instanceof TransactionTaken) return 'another-transaction';
      throw error;
    }
  }
}

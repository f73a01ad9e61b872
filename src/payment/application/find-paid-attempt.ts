import { Injectable } from '@nestjs/common';
import { Payment } from '../domain/payment.js';
import { Payments } from '../domain/payments.js';

/** How the provider names an attempt that was paid: by our number, by its own, or by both. */
export interface PaidAttempt {
  readonly attemptNo: string | null;
  readonly transactionId: string | null;
}

@Injectable()
export class FindPaidAttempt {
  constructor(private readonly payments: Payments) {}

  /** Null when there is none, or when the two numbers are not of the same attempt. */
  async execute({ attemptNo, transactionId }: PaidAttempt): Promise<Payment | null> {
    if (attemptNo === null) return transactionId === null ? null : this.payments.byTransactionId(transactionId);
    const found = Payment.isAttemptNo(attemptNo) ? await this.payments.byAttemptNo(attemptNo) : null;
    const known = found?.snapshot.transactionId ?? transactionId;
    return transactionId === null || known === transactionId ? found : null;
  }
}

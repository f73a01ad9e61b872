import { Injectable } from '@nestjs/common';
import { Payment } from '../domain/payment.js';
import type { Difference } from '../domain/reconciliation.js';
import { ConfirmPayment } from './confirm-payment.js';
import { PaymentGateway, type Unknown } from './payment-gateway.js';

export type Repair = { readonly outcome: 'repaired' | 'waits' } | Unknown;

/**
 * What a bill says and we do not know is asked for, and only the answer counts. Another amount, and what the provider
 * lacks, wait for somebody. Not to be run in a transaction.
 */
@Injectable()
export class RepairDifference {
  constructor(
    private readonly gateway: PaymentGateway,
    private readonly confirmPayment: ConfirmPayment,
  ) {}

  async execute({ kind, attemptNo }: Difference): Promise<Repair> {
    const weLackIt = kind === 'missing-here' || kind === 'unpaid-here';
    // Another program may sell under the same merchant and app: its numbers are not ours to ask about.
    if (!weLackIt || !Payment.isAttemptNo(attemptNo)) return { outcome: 'waits' };
    const answer = await this.gateway.ask(attemptNo);
    if (answer.outcome === 'unknown') return answer;
    if (answer.outcome === 'not-paid') return { outcome: 'waits' };
    const { receipt } = answer;
    const fits = await this.confirmPayment.execute({ receipt, key: receipt.transactionId });
    return { outcome: fits ? 'repaired' : 'waits' };
  }
}

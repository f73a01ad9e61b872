import { Injectable } from '@nestjs/common';
import type { Payment } from '../domain/payment.js';
import { Payments } from '../domain/payments.js';
import { ConfirmPayment } from './confirm-payment.js';
import { PaymentGateway, type Unknown } from './payment-gateway.js';

/** `misfit`: money that does not fit the attempt. Staff see it, the attempt stays as it is. */
export type Settlement = { readonly outcome: 'paid' | 'misfit' | 'closed' | 'waiting' } | Unknown;

/** Asks the provider what became of an attempt and keeps its answer. Not to be run in a transaction. */
@Injectable()
export class SettleAttempt {
  constructor(
    private readonly payments: Payments,
    private readonly gateway: PaymentGateway,
    private readonly confirmPayment: ConfirmPayment,
  ) {}

  async execute({ id, attemptNo }: Payment): Promise<Settlement> {
    const answer = await this.gateway.ask(attemptNo);
    if (answer.outcome === 'unknown') return answer;
    if (answer.outcome === 'paid') {
      const { receipt } = answer;
      const fits = await this.confirmPayment.execute({ receipt, key: receipt.transactionId });
      return { outcome: fits ? 'paid' : 'misfit' };
    }
    if (!answer.closed) return { outcome: 'waiting' };
    await this.payments.change(id, (payment) => payment.close());
    return { outcome: 'closed' };
  }
}

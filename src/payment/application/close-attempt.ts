import { Injectable } from '@nestjs/common';
import { WechatUnavailable } from '#platform/wechat-errors';
import type { Payment } from '../domain/payment.js';
import { Payments } from '../domain/payments.js';
import { PaymentGateway } from './payment-gateway.js';
import { SettleAttempt } from './settle-attempt.js';

/** Seconds after which contradictory answers are worth another question. */
const RETRY_AFTER_SECONDS = 5;

/** Makes sure that no more money can arrive for an attempt, or finds that it has. Not to be run in a transaction. */
@Injectable()
export class CloseAttempt {
  constructor(
    private readonly payments: Payments,
    private readonly gateway: PaymentGateway,
    private readonly settleAttempt: SettleAttempt,
  ) {}

  /** @throws WechatUnavailable, WechatLimitReached while it is unknown; the attempt is then as it was */
  async execute(attempt: Payment): Promise<'closed' | 'paid' | 'misfit'> {
    const answer = await this.gateway.close(attempt.attemptNo);
    if (answer.outcome === 'unknown') throw answer.because;
    if (answer.outcome === 'closed') {
      await this.payments.change(attempt.id, (payment) => payment.close());
      return 'closed';
    }
    const settlement = await this.settleAttempt.execute(attempt);
    if (settlement.outcome === 'unknown') throw settlement.because;
    if (settlement.outcome === 'waiting') throw new WechatUnavailable(RETRY_AFTER_SECONDS);
    return settlement.outcome;
  }
}

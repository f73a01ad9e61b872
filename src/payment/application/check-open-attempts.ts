import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { mayWorkLater } from '#platform/wechat-errors';
import type { Payment } from '../domain/payment.js';
import { Payments } from '../domain/payments.js';
import { CloseAttempt } from './close-attempt.js';
import { SettleAttempt } from './settle-attempt.js';

const BATCH = 20;
/** Milliseconds after the end of its time: by then the order's own end has closed it (ExpireOrders). */
const LEFT_BEHIND = 3_600_000;

/**
 * Asks for payments whose notification may have got lost: delivery is not guaranteed. One that can no longer be paid and
 * was left open by a crash is closed, so that it is not asked about for ever.
 */
@Injectable()
export class CheckOpenAttempts extends PeriodicJob {
  readonly every = 5_000;
  private readonly logger = new Logger(CheckOpenAttempts.name);

  constructor(
    private readonly payments: Payments,
    private readonly settleAttempt: SettleAttempt,
    private readonly closeAttempt: CloseAttempt,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      const due = await this.payments.claimUnsettled(BATCH, this.clock.now());
      await Promise.all(due.map((attempt) => this.check(attempt)));
      if (due.length < BATCH) return;
    }
  }

  private async check(attempt: Payment): Promise<void> {
    try {
      const { outcome } = await this.settleAttempt.execute(attempt);
      const isOver = this.clock.now().getTime() - attempt.snapshot.expiresAt.getTime() >= LEFT_BEHIND;
      if (outcome === 'waiting' && isOver) await this.closeAttempt.execute(attempt);
    } catch (error) {
      if (!mayWorkLater(error)) throw error;
      this.logger.warn({ err: error, paymentId: attempt.id }, 'An attempt waits for its next turn');
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { Payments } from '../domain/payments.js';
import { SettleAttempt } from './settle-attempt.js';

const BATCH = 20;

/** Asks for payments whose notification may have got lost: delivery is not guaranteed. */
@Injectable()
export class CheckOpenAttempts extends PeriodicJob {
  readonly every = 5_000;

  constructor(
    private readonly payments: Payments,
    private readonly settleAttempt: SettleAttempt,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      const due = await this.payments.claimUnsettled(BATCH, this.clock.now());
      await Promise.all(due.map((attempt) => this.settleAttempt.execute(attempt)));
      if (due.length < BATCH) return;
    }
  }
}

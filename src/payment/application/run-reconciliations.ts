import { Injectable } from '@nestjs/common';
import { BeijingDay, Clock, missedDays } from '#kernel';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { isDueAt } from '../domain/reconciliation.js';
import { ReconcileDay } from './reconcile-day.js';
import { Reconciliations } from './reconciliations.js';

/** Reconciles what was ordered and, at 10:30 in Beijing, the day before by itself. */
@Injectable()
export class RunReconciliations extends PeriodicJob {
  readonly every = 10_000;

  constructor(
    private readonly reconciliations: Reconciliations,
    private readonly reconcileDay: ReconcileDay,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    await this.orderDueDays();
    while (!this.stopping) {
      const claimed = await this.reconciliations.claim(this.clock.now());
      if (!claimed) return;
      await this.reconcileDay.execute(claimed, () => this.stopping);
    }
  }

  private async orderDueDays(): Promise<void> {
    const now = this.clock.now();
    const yesterday = BeijingDay.of(now).plus(-1);
    if (now < isDueAt(yesterday)) return;
    for (const day of await missedDays(this.reconciliations, yesterday))
      await this.reconciliations.orderFirst(day, now);
  }
}

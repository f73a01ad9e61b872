import { Inject, Injectable } from '@nestjs/common';
import type { BeijingDay } from '#kernel';
import { Database } from '#platform/database';
import { metrics } from '#platform/observability';
import type { DailyReport } from '../domain/daily-report.js';
import type { SkuSales } from '../domain/figures.js';
import { type Problem, Reports, type StepFindings } from '../domain/reports.js';
import { SqlReports } from './sql-reports.js';

const steps = metrics.counter({
  name: 'report_steps_total',
  help: 'Pages a daily report was made of: kept, or dropped because another process had gone on meanwhile',
  labels: ['outcome'],
});
// A rate can be told from the first one on.
for (const outcome of ['kept', 'dropped'] as const) steps.labels(outcome);
const made = metrics.counter({ name: 'reports_made_total', help: 'Daily reports that were made to their end' });

/** Counts the steps of reports that were to be saved, and the reports that are whole, once the transaction is committed. */
@Injectable()
export class CountedReports extends Reports {
  constructor(
    @Inject(SqlReports) private readonly reports: Reports,
    private readonly database: Database,
  ) {
    super();
  }

  async save(report: DailyReport, findings?: StepFindings): Promise<boolean> {
    const isKept = await this.reports.save(report, findings);
    // A run that is only asked for has none yet; its first step finds it.
    if (report.state.total !== null) this.database.afterCommit(() => count(isKept, !report.isUnderWay));
    return isKept;
  }

  find(day: BeijingDay): Promise<DailyReport | null> {
    return this.reports.find(day);
  }

  earliest(): Promise<BeijingDay | null> {
    return this.reports.earliest();
  }

  daysFrom(day: BeijingDay): Promise<ReadonlySet<string>> {
    return this.reports.daysFrom(day);
  }

  add(report: DailyReport): Promise<boolean> {
    return this.reports.add(report);
  }

  bestSellers(report: DailyReport, limit: number): Promise<readonly SkuSales[]> {
    return this.reports.bestSellers(report, limit);
  }

  note(problem: Problem, report: DailyReport): Promise<void> {
    return this.reports.note(problem, report);
  }
}

function count(isKept: boolean, isMade: boolean): void {
  steps.labels(isKept ? 'kept' : 'dropped').inc();
  if (isKept && isMade) made.inc();
}

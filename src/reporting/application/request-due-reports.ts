import { Injectable } from '@nestjs/common';
import { BeijingDay, Clock, missedDays } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { isDueAt } from '../domain/report-days.js';
import { Reports } from '../domain/reports.js';
import { RequestReport } from './request-report.js';

/** At 00:30 in Beijing the report of the day before is asked for, once by all processes together. */
@Injectable()
export class RequestDueReports extends PeriodicJob {
  readonly every = 60_000;

  constructor(
    private readonly reports: Reports,
    private readonly requestReport: RequestReport,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    const yesterday = BeijingDay.of(now).plus(-1);
    if (now < isDueAt(yesterday)) return;
    for (const day of await missedDays(this.reports, yesterday)) await this.requestReport.first(day, SYSTEM);
  }
}

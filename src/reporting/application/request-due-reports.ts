import { Injectable } from '@nestjs/common';
import { BeijingDay, Clock } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { isDueAt } from '../domain/report-days.js';
import { Reports } from '../domain/reports.js';
import { RequestReport } from './request-report.js';

/** Days that are made up for when nobody was there at their time. */
const CATCH_UP = 7;

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
    const earliest = await this.reports.earliest();
    const asked = await this.reports.daysFrom(yesterday.plus(1 - CATCH_UP));
    const days = Array.from({ length: CATCH_UP }, (_, ago) => yesterday.plus(-ago));
    // A shop that has just begun has no days to make up for.
    const begun = earliest ?? yesterday;
    const missed = days.filter(({ text }) => text >= begun.text && !asked.has(text));
    for (const day of missed.reverse()) await this.requestReport.first(day, SYSTEM);
  }
}

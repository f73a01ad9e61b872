import { Injectable } from '@nestjs/common';
import { BeijingDay, Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import { EventLog } from '#platform/events';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { DailyReport } from '../domain/daily-report.js';
import { mustBeReportable } from '../domain/report-days.js';
import { Reports } from '../domain/reports.js';

export interface RequestReportCommand {
  readonly day: BeijingDay;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Somebody wants the report of a day, or wants it made anew. One that is being made goes on as it is. */
@Injectable()
export class RequestReport {
  constructor(
    private readonly reports: Reports,
    private readonly events: EventLog,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws DayIsNotOver, DayIsTooLongAgo */
  execute({ day, actor, key }: RequestReportCommand): Promise<IdempotentResult> {
    mustBeReportable(day, BeijingDay.of(this.clock.now()));
    return this.idempotency.once(key, day.text, async () => {
      if (await this.request(day)) await this.audit.record({ type: 'report.requested', actor, subject: day.text });
    });
  }

  /** Like `execute`, but never of a day a report was asked for before. */
  async first(day: BeijingDay, actor: Actor): Promise<void> {
    await this.database.transaction(async () => {
      if (await this.reports.add(DailyReport.request(day, this.clock.now())))
        await this.audit.record({ type: 'report.requested', actor, subject: day.text });
    });
  }

  /** False: it is being made, or somebody else was faster. */
  private async request(day: BeijingDay): Promise<boolean> {
    const report = await this.reports.find(day);
    if (!report) return this.reports.add(DailyReport.request(day, this.clock.now()));
    if (report.isUnderWay && !report.hasFailed((await this.events.deadOf([day.text])).get(day.text))) return false;
    report.requestAgain(this.clock.now());
    return this.reports.save(report);
  }
}

import { Injectable } from '@nestjs/common';
import type { BeijingDay } from '#kernel';
import { Database, inPages, type Reader } from '#platform/database';
import { EventLog } from '#platform/events';
import { pageOf, type StaffPage, type StaffPageRequest } from '#platform/http';
import { DailyReport, type DailyReportState, type MadeReport, STEPS } from '../domain/daily-report.js';
import { ReportNotFound, ReportNotMade } from '../domain/errors.js';
import type { Problem } from '../domain/reports.js';
import { REPORT_COLUMNS, type ReportRow, stateFrom } from './report-rows.js';

export type ReportStatus = 'pending' | 'running' | 'done' | 'failed';

export interface KnownReport {
  readonly state: DailyReportState;
  readonly status: ReportStatus;
  /** Of the last try of one that failed; null where nobody could write it down. */
  readonly problem: Problem | null;
}

interface PartRow {
  readonly part_no: number;
  readonly content: string;
}

@Injectable()
export class ReportQueries {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
  ) {}

  /** @throws ReportNotFound */
  async one(day: BeijingDay): Promise<KnownReport> {
    const [known] = await this.known(this.database, 'report_date = ?', day.text, 1);
    if (!known) throw new ReportNotFound();
    return known;
  }

  /** The latest day first. */
  list({ limit, after, offset }: StaffPageRequest): Promise<StaffPage<KnownReport & { readonly id: string }>> {
    return this.database.reading(async (from) => {
      const known = await this.known(from, 'report_date < ?', after ?? '~', limit + 1, offset ?? 0);
      const withIds = known.map((one) => ({ ...one, id: one.state.date }));
      const found = pageOf(withIds, limit);
      if (offset === null) return found;
      const [counted] = await from.query('SELECT COUNT(*) AS n FROM daily_reports');
      return { ...found, total: Number(counted?.['n']) };
    });
  }

  /** The last one of that day that is whole, also while it is made anew. @throws ReportNotFound, ReportNotMade */
  async made(day: BeijingDay): Promise<MadeReport> {
    const { made } = (await this.one(day)).state;
    if (!made) throw new ReportNotMade();
    return made;
  }

  /** The parts of its CSV, read one at a time as they are asked for. @throws Error when they are gone meanwhile */
  async *parts({ text }: BeijingDay, { run, parts }: Pick<MadeReport, 'run' | 'parts'>): AsyncGenerator<string> {
    let seen = 0;
    const rows = inPages<PartRow>(1, (last) =>
      this.database.query<PartRow>(
        `SELECT part_no, content FROM report_parts WHERE report_date = ? AND run = ? AND part_no > ?
         ORDER BY part_no LIMIT 1`,
        [text, run, last?.part_no ?? -1],
      ),
    );
    for await (const { content } of rows) {
      seen++;
      yield content;
    }
    if (seen !== parts) throw new Error('Parts of a report are gone: it was made anew meanwhile');
  }

  private async known(from: Reader, where: string, value: string, limit: number, skipped = 0): Promise<KnownReport[]> {
    const rows = await from.query<ReportRow>(
      `SELECT ${REPORT_COLUMNS} FROM daily_reports WHERE ${where} ORDER BY report_date DESC LIMIT ${limit} OFFSET ${skipped}`,
      [value],
    );
    const underWay = rows.filter(({ step }) => step !== null).map(({ report_date }) => report_date);
    const dead = await this.events.deadOf(underWay);
    return rows.map((row) => {
      const state = stateFrom(row);
      const status = statusOf(DailyReport.restore(state), dead.get(state.date));
      return { state, status, problem: row.problem };
    });
  }
}

/** One is failed when its last event is dead: staff may have that tried again, or ask for the report anew. */
function statusOf(report: DailyReport, deadAt: number | undefined): ReportStatus {
  const { step, total } = report.state;
  if (step === null) return 'done';
  if (report.hasFailed(deadAt)) return 'failed';
  return total === null && step === STEPS[0] ? 'pending' : 'running';
}

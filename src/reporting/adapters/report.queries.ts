import { Injectable } from '@nestjs/common';
import type { BeijingDay } from '#kernel';
import { Database, inPages } from '#platform/database';
import { EventLog } from '#platform/events';
import { readStaffPage, type StaffPage, type StaffPageRequest } from '#platform/http';
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
    const sql = `SELECT ${REPORT_COLUMNS} FROM daily_reports WHERE report_date = ?`;
    const [known] = await this.known(await this.database.query<ReportRow>(sql, [day.text]));
    if (!known) throw new ReportNotFound();
    return known;
  }

  /** The latest day first. */
  list(request: StaffPageRequest): Promise<StaffPage<KnownReport>> {
    const rows = { table: 'daily_reports', columns: REPORT_COLUMNS, key: 'report_date' };
    return this.database.reading(async (from) => {
      const found = await readStaffPage(from, rows, request, (row: ReportRow) => ({ ...row, id: row.report_date }));
      return { ...found, items: await this.known(found.items) };
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

  private async known(rows: readonly ReportRow[]): Promise<KnownReport[]> {
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

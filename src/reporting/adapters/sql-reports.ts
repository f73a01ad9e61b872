import { Injectable } from '@nestjs/common';
import { BeijingDay } from '#kernel';
import { Database, insertRows, isUniqueViolation, placeholders, type SqlValue } from '#platform/database';
import { Outbox } from '#platform/events';
import { DailyReport } from '../domain/daily-report.js';
import type { SkuSales } from '../domain/figures.js';
import { type Problem, Reports, type StepFindings } from '../domain/reports.js';
import { REPORT_COLUMNS, type ReportRow, stateFrom } from './report-rows.js';

/** SKUs of one statement: SQLite takes 32,766 values. */
const SKUS = 500;
const CHANGING = [
  'requested_at',
  'run',
  'leg',
  'step',
  'step_cursor',
  'parts',
  'done',
  'total',
  'figures',
  'made_run',
  'made_parts',
  'made_figures',
  'made_at',
  'told_at',
  'version',
];

@Injectable()
export class SqlReports extends Reports {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async find(day: BeijingDay): Promise<DailyReport | null> {
    const [row] = await this.database.query<ReportRow>(
      `SELECT ${REPORT_COLUMNS} FROM daily_reports WHERE report_date = ?`,
      [day.text],
    );
    return row ? DailyReport.restore(stateFrom(row)) : null;
  }

  async earliest(): Promise<BeijingDay | null> {
    const [row] = await this.database.query<{ earliest: string | null }>(
      'SELECT MIN(report_date) AS earliest FROM daily_reports',
    );
    return row?.earliest ? BeijingDay.parse(row.earliest) : null;
  }

  async daysFrom({ text }: BeijingDay): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ report_date: string }>(
      'SELECT report_date FROM daily_reports WHERE report_date >= ?',
      [text],
    );
    return new Set(rows.map(({ report_date }) => report_date));
  }

  async add(report: DailyReport): Promise<boolean> {
    const append = this.appending(report);
    try {
      await this.database.transaction(async () => {
        const columns = ['report_date', ...CHANGING, 'leftovers'];
        await insertRows(this.database, 'daily_reports', columns, [[report.state.date, ...valuesOf(report), 1]]);
        await append();
      });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  save(report: DailyReport, findings: StepFindings = { parts: [], sold: [] }): Promise<boolean> {
    const { date, version } = report.state;
    const append = this.appending(report);
    return this.database.transaction(async () => {
      // First, so that two who are at it wait for each other here.
      const saved = await this.database.execute(
        `UPDATE daily_reports SET ${CHANGING.map((column) => `${column} = ?`).join(', ')}, problem = NULL, leftovers = 1
         WHERE report_date = ? AND version = ?`,
        [...valuesOf(report), date, version - 1],
      );
      if (saved !== 1) return false;
      await this.keep(report, findings);
      await append();
      return true;
    });
  }

  async bestSellers({ state: { date, run } }: DailyReport, limit: number): Promise<readonly SkuSales[]> {
    const rows = await this.database.query(
      `SELECT sku_id, product_name, sku_name, units, revenue_fen FROM report_sold_skus WHERE report_date = ? AND run = ?
       ORDER BY units DESC, sku_id DESC LIMIT ${limit}`,
      [date, run],
    );
    return rows.map((row) => ({
      skuId: String(row['sku_id']),
      productName: String(row['product_name']),
      skuName: String(row['sku_name']),
      units: Number(row['units']),
      revenueFen: Number(row['revenue_fen']),
    }));
  }

  async note(problem: Problem, { state: { date, run } }: DailyReport): Promise<void> {
    await this.database.execute(
      'UPDATE daily_reports SET problem = ? WHERE report_date = ? AND run = ? AND step IS NOT NULL',
      [problem, date, run],
    );
  }

  /** The parts are the last ones of the run. */
  private async keep({ state: { date, run, parts } }: DailyReport, findings: StepFindings): Promise<void> {
    const first = parts - findings.parts.length;
    for (const [at, content] of findings.parts.entries())
      await this.database.execute('INSERT INTO report_parts (report_date, run, part_no, content) VALUES (?, ?, ?, ?)', [
        date,
        run,
        first + at,
        content,
      ]);
    for (let from = 0; from < findings.sold.length; from += SKUS) {
      const some = findings.sold.slice(from, from + SKUS);
      await this.database.execute(
        `INSERT INTO report_sold_skus (report_date, run, sku_id, product_name, sku_name, units, revenue_fen)
         VALUES ${placeholders(some.length, 7)} ${this.adding}`,
        some.flatMap(({ skuId, productName, skuName, units, revenueFen }) => [
          date,
          run,
          skuId,
          productName,
          skuName,
          units,
          revenueFen,
        ]),
      );
    }
  }

  private get adding(): string {
    return this.database.dialect === 'mysql'
      ? 'ON DUPLICATE KEY UPDATE units = units + VALUES(units), revenue_fen = revenue_fen + VALUES(revenue_fen)'
      : `ON CONFLICT (report_date, run, sku_id) DO UPDATE SET units = report_sold_skus.units + excluded.units,
         revenue_fen = report_sold_skus.revenue_fen + excluded.revenue_fen`;
  }

  /** Its events are taken once: a transaction may run again. */
  private appending(report: DailyReport): () => Promise<void> {
    const { date, version } = report.state;
    const events = report.takeEvents();
    return () => this.outbox.append([{ aggregateId: date, version, events }]);
  }
}

/** In the sequence of CHANGING. */
function valuesOf({ state }: DailyReport): SqlValue[] {
  const { requestedAt, run, leg, step, cursor, parts, done, total, figures, made, toldAt, version } = state;
  return [
    requestedAt,
    run,
    leg,
    step,
    cursor,
    parts,
    done,
    total,
    JSON.stringify(figures),
    made?.run ?? null,
    made?.parts ?? null,
    made ? JSON.stringify(made.figures) : null,
    made?.at ?? null,
    toldAt,
    version,
  ];
}

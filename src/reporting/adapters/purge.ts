import { Injectable } from '@nestjs/common';
import { BeijingDay } from '#kernel';
import { placeholders, type SqlValue } from '#platform/database';
import { Purge } from '#platform/jobs';

/** Milliseconds a download of what was made before may take. */
const DOWNLOADED_WITHIN = 3_600_000;
/** Parts of up to 60 kB, or SKUs. */
const BATCH = 100;

/**
 * What runs before the one that was made left behind, and reports of days that were over for longer than ORDER_RETENTION: they tell of
 * orders that are deleted by then. Without that variable no report.
 */
@Injectable()
export class ReportPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    return (await this.tidy()) + (await this.forget());
  }

  private async tidy(): Promise<number> {
    const [report] = await this.database.query<{ report_date: string; made_run: number }>(
      `SELECT report_date, made_run FROM daily_reports
       WHERE leftovers = 1 AND step IS NULL AND made_at < ? ORDER BY report_date LIMIT 1`,
      [this.ago(DOWNLOADED_WITHIN)],
    );
    if (!report) return 0;
    const { report_date: date, made_run: run } = report;
    const gone = (await this.deleteParts(date, run)) + (await this.deleteSkus(date, run + 1));
    if (gone > 0) return gone;
    return this.database.execute(
      'UPDATE daily_reports SET leftovers = 0 WHERE report_date = ? AND made_run = ? AND step IS NULL',
      [date, run],
    );
  }

  private async forget(): Promise<number> {
    const { retention } = this.config.order;
    if (retention === null) return 0;
    const [old] = await this.database.query<{ report_date: string }>(
      'SELECT report_date FROM daily_reports WHERE report_date < ? ORDER BY report_date LIMIT 1',
      [BeijingDay.of(this.ago(retention)).text],
    );
    if (!old) return 0;
    const { report_date: date } = old;
    const gone = (await this.deleteParts(date, Infinity)) + (await this.deleteSkus(date, Infinity));
    return gone > 0 ? gone : this.database.execute('DELETE FROM daily_reports WHERE report_date = ?', [date]);
  }

  private deleteParts(date: string, before: number): Promise<number> {
    return this.deleteSome('report_parts', 'part_no', date, before);
  }

  private deleteSkus(date: string, before: number): Promise<number> {
    return this.deleteSome('report_sold_skus', 'sku_id', date, before);
  }

  /** Of the oldest run before this one. */
  private async deleteSome(table: string, column: string, date: string, before: number): Promise<number> {
    const [first] = await this.database.query<{ run: number | null }>(
      `SELECT MIN(run) AS run FROM ${table} WHERE report_date = ?`,
      [date],
    );
    if (!first || first.run === null || first.run >= before) return 0;
    const rows = await this.database.query(
      `SELECT ${column} AS name FROM ${table} WHERE report_date = ? AND run = ? ORDER BY ${column} LIMIT ${BATCH}`,
      [date, first.run],
    );
    const names = rows.map(({ name }) => name as SqlValue);
    if (names.length === 0) return 0;
    return this.database.execute(
      `DELETE FROM ${table} WHERE report_date = ? AND run = ? AND ${column} IN (${placeholders(names.length)})`,
      [date, first.run, ...names],
    );
  }
}

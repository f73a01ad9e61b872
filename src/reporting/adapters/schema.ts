import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type ContextSchema, createTable } from '#platform/database';

/** A report with what it has come to, the parts of its CSV, and what was sold of each SKU while it is made. */
class CreateReports1764700000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'daily_reports',
      (t) => `
      report_date ${t.word} NOT NULL PRIMARY KEY,
      requested_at ${t.time} NOT NULL,
      run ${t.int} NOT NULL,
      leg ${t.int} NOT NULL,
      step ${t.word} NULL,
      step_cursor ${t.text} NULL,
      parts ${t.int} NOT NULL,
      done ${t.int} NOT NULL,
      total ${t.int} NULL,
      figures ${t.long} NOT NULL,
      made_run ${t.int} NULL,
      made_parts ${t.int} NULL,
      made_figures ${t.long} NULL,
      made_at ${t.time} NULL,
      told_at ${t.int} NOT NULL,
      problem ${t.word} NULL,
      leftovers ${t.flag} NOT NULL,
      version ${t.int} NOT NULL`,
    );
    await createTable(
      runner,
      'report_parts',
      (t) => `
      report_date ${t.word} NOT NULL,
      run ${t.int} NOT NULL,
      part_no ${t.int} NOT NULL,
      content ${t.long} NOT NULL,
      PRIMARY KEY (report_date, run, part_no)`,
    );
    await createTable(
      runner,
      'report_sold_skus',
      (t) => `
      report_date ${t.word} NOT NULL,
      run ${t.int} NOT NULL,
      sku_id ${t.id} NOT NULL,
      product_name ${t.text} NOT NULL,
      sku_name ${t.text} NOT NULL,
      units ${t.bigint} NOT NULL,
      revenue_fen ${t.bigint} NOT NULL,
      PRIMARY KEY (report_date, run, sku_id)`,
      { indexes: { ix_report_sold_skus_units: 'report_date, run, units, sku_id' } },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['report_sold_skus', 'report_parts', 'daily_reports'])
      await runner.query(`DROP TABLE ${table}`);
  }
}

export const reportingSchema: ContextSchema = { entities: [], migrations: [CreateReports1764700000110] };

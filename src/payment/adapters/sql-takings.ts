import { Injectable } from '@nestjs/common';
import type { BeijingDay } from '#kernel';
import { asDate, Database, type Row, type SqlValue } from '#platform/database';
import { type Repayment, type Taking, Takings } from '../application/takings.js';

/** Reads nothing from a replica: what a report says once it says for good. */
@Injectable()
export class SqlTakings extends Takings {
  constructor(private readonly database: Database) {
    super();
  }

  async count(day: BeijingDay): Promise<{ readonly payments: number; readonly refunds: number }> {
    const count = async (table: string, column: string) => {
      const sql = `SELECT COUNT(*) AS n FROM ${table} WHERE ${column} >= ? AND ${column} < ?`;
      const [row] = await this.database.query(sql, [day.start, day.end]);
      return Number(row?.['n']);
    };
    return { payments: await count('payments', 'paid_at'), refunds: await count('payment_refunds', 'refunded_at') };
  }

  async payments(day: BeijingDay, last: Taking | null, limit: number): Promise<readonly Taking[]> {
    const source = { table: 'payments', column: 'paid_at', also: 'order_id' };
    const rows = await this.page(source, day, last && { at: last.paidAt, id: last.paymentId }, limit);
    return rows.map((row) => ({
      paymentId: String(row['id']),
      orderId: String(row['order_id']),
      paidAt: asDate(row['paid_at']),
    }));
  }

  async refunds(day: BeijingDay, last: Repayment | null, limit: number): Promise<readonly Repayment[]> {
    const source = { table: 'payment_refunds', column: 'refunded_at', also: 'amount_fen' };
    const rows = await this.page(source, day, last && { at: last.refundedAt, id: last.refundId }, limit);
    return rows.map((row) => ({
      refundId: String(row['id']),
      amountFen: Number(row['amount_fen']),
      refundedAt: asDate(row['refunded_at']),
    }));
  }

  /** Those of the same millisecond as the last one first, then what is later: each a range of the index. */
  private async page(
    { table, column, also }: { readonly table: string; readonly column: string; readonly also: string },
    day: BeijingDay,
    last: { readonly at: Date; readonly id: string } | null,
    limit: number,
  ): Promise<Row[]> {
    const select = `SELECT id, ${column}, ${also} FROM ${table} WHERE ${column}`;
    const sorted = `ORDER BY ${column}, id LIMIT`;
    const ask = (sql: string, values: readonly SqlValue[]) => this.database.query(sql, values);
    if (!last) return ask(`${select} >= ? AND ${column} < ? ${sorted} ${limit}`, [day.start, day.end]);
    const same = await ask(`${select} = ? AND id > ? ${sorted} ${limit}`, [last.at, last.id]);
    const left = limit - same.length;
    if (left === 0) return same;
    return [...same, ...(await ask(`${select} > ? AND ${column} < ? ${sorted} ${left}`, [last.at, day.end]))];
  }
}

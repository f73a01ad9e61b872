import { Injectable } from '@nestjs/common';
import { placeholders, type SqlValue } from '#platform/database';
import { Purge } from '#platform/jobs';
import { MONEY_OWED } from '../domain/still-owed.js';

/** Orders deleted at once; each may have 50 lines. */
const BATCH = 100;

const IS_OVER = `status IN ('CANCELLED', 'COMPLETED', 'REFUNDED')`;
/** Binds the cut-off four times, once for each column. */
const NOT_TOUCHED_SINCE = ['paid_at', 'shipped_at', 'completed_at', 'cancelled_at']
  .map((time) => `(${time} IS NULL OR ${time} < ?)`)
  .join(' AND ');
/** Binds the cut-off once. */
const NO_MONEY_MOVES = `NOT EXISTS (SELECT 1 FROM order_refunds WHERE order_refunds.order_id = orders.id
  AND (order_refunds.status IN ('${MONEY_OWED.join("', '")}') OR order_refunds.created_at >= ?))`;
const MAY_GO = `created_at < ? AND ${IS_OVER} AND ${NOT_TOUCHED_SINCE} AND ${NO_MONEY_MOVES}`;
/** How often MAY_GO binds the cut-off: created_at, four columns, the refunds. */
const CUT_OFFS = 6;

/**
 * Orders that have been over for longer than ORDER_RETENTION, with their lines and refunds. Without that variable none.
 * The ledger of stock keeps their ids; their payments are deleted by payment, after them.
 */
@Injectable()
export class OrderPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    const { retention } = this.config.order;
    if (retention === null) return 0;
    const times = Array<Date>(CUT_OFFS).fill(this.ago(retention));
    const due = await this.idsOf(`${MAY_GO} ORDER BY created_at, id LIMIT ${BATCH}`, times);
    return due.length === 0 ? 0 : this.database.transaction(() => this.delete(due, times));
  }

  /** Once more, now that nobody can change them: a refund may have been asked for meanwhile. */
  private async delete(due: readonly string[], times: readonly Date[]): Promise<number> {
    const locked = await this.idsOf(`${oneOf(due)} ORDER BY id${this.database.forUpdateSkipLocked}`, due);
    if (locked.length === 0) return 0;
    const ids = await this.idsOf(`${oneOf(locked)} AND ${MAY_GO}`, [...locked, ...times]);
    if (ids.length === 0) return 0;
    const listed = placeholders(ids.length);
    await this.database.execute(`DELETE FROM order_refunds WHERE order_id IN (${listed})`, ids);
    await this.database.execute(`DELETE FROM order_lines WHERE order_id IN (${listed})`, ids);
    return this.database.execute(`DELETE FROM orders WHERE id IN (${listed})`, ids);
  }

  private async idsOf(where: string, values: readonly SqlValue[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(`SELECT id FROM orders WHERE ${where}`, values);
    return rows.map(({ id }) => id);
  }
}

function oneOf(ids: readonly string[]): string {
  return `id IN (${placeholders(ids.length)})`;
}

import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { asDate, Database, placeholders, type SqlValue } from '#platform/database';
import { PeriodicJob } from '#platform/jobs';
import { OrderDesk } from '../../order/index.js';

/** Payments looked at, and deleted, at once. */
const BATCH = 100;

/** Binds the cut-off twice. */
const IS_OVER = `open_order_id IS NULL AND created_at < ? AND (paid_at IS NULL OR paid_at < ?)`;
/** Binds the cut-off twice. */
const NO_MONEY_MOVES = `NOT EXISTS (SELECT 1 FROM payment_refunds WHERE payment_refunds.payment_id = payments.id
  AND (payment_refunds.status IN ('pending', 'processing') OR payment_refunds.created_at >= ?
    OR payment_refunds.refunded_at >= ?))`;
const MAY_GO = `${IS_OVER} AND ${NO_MONEY_MOVES}`;
/** How often MAY_GO binds the cut-off. */
const CUT_OFFS = 4;

interface OldPayment {
  readonly id: string;
  readonly order_id: string;
  readonly created_at: unknown;
}

/**
 * Payments that were settled longer than ORDER_RETENTION ago and whose order is gone, with their refunds. Without that
 * variable none. As long as the order is there money may still have to go back.
 */
@Injectable()
export class PaymentPurge extends PeriodicJob {
  readonly every = 3_600_000;

  constructor(
    private readonly database: Database,
    private readonly orders: OrderDesk,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    const { retention } = this.config.order;
    if (retention === null) return;
    const before = new Date(this.clock.now().getTime() - retention);
    let last: OldPayment | undefined;
    do {
      const old = await this.old(before, last);
      await this.deleteOrphans(old, before);
      last = old.length < BATCH ? undefined : old.at(-1);
    } while (last && !this.stopping);
  }

  private old(before: Date, last: OldPayment | undefined): Promise<OldPayment[]> {
    const since = last ? asDate(last.created_at) : new Date(0);
    return this.database.query<OldPayment>(
      `SELECT id, order_id, created_at FROM payments
       WHERE created_at >= ? AND (created_at > ? OR id > ?) AND ${MAY_GO} ORDER BY created_at, id LIMIT ${BATCH}`,
      [since, since, last?.id ?? '', ...cutOffs(before)],
    );
  }

  private async deleteOrphans(old: readonly OldPayment[], before: Date): Promise<void> {
    const kept = await this.orders.existing(old.map(({ order_id }) => order_id));
    const orphans = old.filter(({ order_id }) => !kept.has(order_id)).map(({ id }) => id);
    if (orphans.length > 0) await this.database.transaction(() => this.delete(orphans, before));
  }

  /** Once more, now that nobody can change them: late news may have come meanwhile. */
  private async delete(orphans: readonly string[], before: Date): Promise<void> {
    const locked = await this.idsOf(`${oneOf(orphans)} ORDER BY id${this.database.forUpdateSkipLocked}`, orphans);
    if (locked.length === 0) return;
    const ids = await this.idsOf(`${oneOf(locked)} AND ${MAY_GO}`, [...locked, ...cutOffs(before)]);
    if (ids.length === 0) return;
    await this.database.execute(`DELETE FROM payment_refunds WHERE payment_id IN (${placeholders(ids.length)})`, ids);
    await this.database.execute(`DELETE FROM payments WHERE ${oneOf(ids)}`, ids);
  }

  private async idsOf(where: string, values: readonly SqlValue[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(`SELECT id FROM payments WHERE ${where}`, values);
    return rows.map(({ id }) => id);
  }
}

function cutOffs(before: Date): Date[] {
  return Array<Date>(CUT_OFFS).fill(before);
}

function oneOf(ids: readonly string[]): string {
  return `id IN (${placeholders(ids.length)})`;
}

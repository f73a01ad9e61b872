import { Injectable } from '@nestjs/common';
import { Database, placeholders } from '#platform/database';
import { Outbox } from '#platform/events';
import { Coupon } from '../domain/coupon.js';
import { Coupons, type CouponUse } from '../domain/coupons.js';
import { CouponNotFound } from '../domain/errors.js';
import { COUPON_COLUMNS, couponFrom, type CouponRow, couponValues } from './coupon-rows.js';

@Injectable()
export class SqlCoupons extends Coupons {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  async add(coupon: Coupon): Promise<void> {
    await this.database.execute(
      `INSERT INTO coupons (${COUPON_COLUMNS}) VALUES ${placeholders(1, 14)}`,
      couponValues(coupon.state),
    );
    await this.outbox.append([{ aggregateId: coupon.state.id, version: 1, events: coupon.takeEvents() }]);
  }

  async countOf(templateId: string, customerId: string): Promise<number> {
    const [row] = await this.database.query(
      'SELECT COUNT(*) AS n FROM coupons WHERE template_id = ? AND customer_id = ?',
      [templateId, customerId],
    );
    return Number(row?.['n']);
  }

  async lock(ids: readonly string[]): Promise<ReadonlyMap<string, Coupon>> {
    if (ids.length === 0) return new Map();
    const found = await this.read(`id IN (${placeholders(ids.length)}) ORDER BY id${this.database.forUpdate}`, ids);
    return new Map(found.map((coupon) => [coupon.state.id, coupon]));
  }

  async use(uses: readonly CouponUse[], now: Date): Promise<void> {
    if (uses.length === 0) return;
    const used = await this.database.execute(
      `UPDATE coupons SET status = 'USED', used_at = ?, order_id = CASE id ${'WHEN ? THEN ? '.repeat(uses.length)}END
       WHERE id IN (${placeholders(uses.length)}) AND status = 'UNUSED'`,
      [now, ...uses.flatMap(({ couponId, orderId }) => [couponId, orderId]), ...uses.map(({ couponId }) => couponId)],
    );
    if (used !== uses.length) throw new Error('Not all of them could be used');
  }

  usable(customerId: string, now: Date, limit: number): Promise<readonly Coupon[]> {
    return this.read(
      `customer_id = ? AND status = 'UNUSED' AND valid_from <= ? AND valid_until > ? ORDER BY valid_until, id LIMIT ${limit}`,
      [customerId, now, now],
    );
  }

  async get(id: string): Promise<Coupon> {
    const [coupon] = await this.read('id = ?', [id]);
    if (!coupon) throw new CouponNotFound();
    return coupon;
  }

  async giveBack(orderId: string, now: Date): Promise<void> {
    for (const coupon of await this.read(`order_id = ?${this.database.forUpdate}`, [orderId])) {
      coupon.giveBack(orderId, now);
      await this.database.execute('UPDATE coupons SET status = ?, order_id = NULL, used_at = NULL WHERE id = ?', [
        coupon.state.status,
        coupon.state.id,
      ]);
    }
  }

  expire(now: Date, limit: number): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<{ id: string }>(
        `SELECT id FROM coupons WHERE status = 'UNUSED' AND valid_until <= ?
         ORDER BY valid_until LIMIT ${limit}${this.database.forUpdateSkipLocked}`,
        [now],
      );
      if (rows.length === 0) return 0;
      return this.database.execute(
        `UPDATE coupons SET status = 'EXPIRED' WHERE id IN (${placeholders(rows.length)})`,
        rows.map(({ id }) => id),
      );
    });
  }

  async endOf(customerId: string, now: Date): Promise<void> {
    await this.database.execute(
      `UPDATE coupons SET status = CASE status WHEN 'UNUSED' THEN 'EXPIRED' ELSE status END,
         valid_until = CASE WHEN valid_until > ? THEN ? ELSE valid_until END WHERE customer_id = ?`,
      [now, now, customerId],
    );
  }

  private async read(where: string, values: readonly (string | Date)[]): Promise<Coupon[]> {
    const rows = await this.database.query<CouponRow>(`SELECT ${COUPON_COLUMNS} FROM coupons WHERE ${where}`, values);
    return rows.map((row) => Coupon.restore(couponFrom(row)));
  }
}

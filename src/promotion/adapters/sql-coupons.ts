import { Injectable } from '@nestjs/common';
import { Database, placeholders } from '#platform/database';
import { Outbox } from '#platform/events';
import { Coupon } from '../domain/coupon.js';
import { type CouponChange, Coupons } from '../domain/coupons.js';
import { CouponNotFound } from '../domain/errors.js';
import { statementsFor } from './coupon-outcomes.js';
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

  async change(ids: readonly string[], mutate: (coupons: ReadonlyMap<string, Coupon>) => void): Promise<void> {
    if (ids.length === 0) return;
    await this.database.transaction(async () => {
      const coupons = await this.lock(ids);
      await this.save([...coupons.values()], () => mutate(coupons));
    });
  }

  async changeUsedFor(orderId: string, mutate: CouponChange): Promise<void> {
    await this.changeEach(`order_id = ? ORDER BY id${this.database.forUpdate}`, [orderId], mutate);
  }

  async changeAllOf(customerId: string, mutate: CouponChange): Promise<void> {
    await this.changeEach(`customer_id = ? ORDER BY id${this.database.forUpdate}`, [customerId], mutate);
  }

  changeOver(now: Date, limit: number, mutate: CouponChange): Promise<number> {
    const over = `status = 'UNUSED' AND valid_until <= ? ORDER BY valid_until LIMIT ${limit}`;
    return this.changeEach(`${over}${this.database.forUpdateSkipLocked}`, [now], mutate);
  }

  private changeEach(where: string, values: readonly (string | Date)[], mutate: CouponChange): Promise<number> {
    return this.database.transaction(async () => {
      const coupons = await this.read(where, values);
      return this.save(coupons, () => coupons.forEach(mutate));
    });
  }

  /** Saves what `mutate` changes of locked coupons; how many these are. */
  private async save(coupons: readonly Coupon[], mutate: () => void): Promise<number> {
    const before = coupons.map(({ state }) => state);
    mutate();
    const changes = coupons.flatMap(({ state }, at) => {
      const was = before[at];
      return was && was !== state ? [[was, state] as const] : [];
    });
    for (const { sql, values } of statementsFor(changes)) await this.database.execute(sql, values);
    return changes.length;
  }

  private async read(where: string, values: readonly (string | Date)[]): Promise<Coupon[]> {
    const rows = await this.database.query<CouponRow>(`SELECT ${COUPON_COLUMNS} FROM coupons WHERE ${where}`, values);
    return rows.map((row) => Coupon.restore(couponFrom(row)));
  }
}

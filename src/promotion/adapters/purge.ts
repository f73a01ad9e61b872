import { Injectable } from '@nestjs/common';
import { placeholders } from '#platform/database';
import { Purge, PURGE_BATCH } from '#platform/jobs';

const DUE = 'valid_until < ? AND (used_at IS NULL OR used_at < ?)';

/**
 * Coupons and flash prices that have been over for longer than ORDER_RETENTION. Without that variable none. Counts are
 * lowered with the rows they count, so that they add up at every moment.
 */
@Injectable()
export class PromotionPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    const { retention } = this.config.order;
    if (retention === null) return 0;
    const before = this.ago(retention);
    return (await this.deleteCoupons(before)) + (await this.deleteFlashPrice(before));
  }

  /** Of one template nobody claims any more, which is closed for good; and the template when that was all. */
  private deleteCoupons(before: Date): Promise<number> {
    return this.database.transaction(async () => {
      const [template] = await this.database.query<{ id: string }>(
        `SELECT id FROM coupon_templates WHERE (claim_until < ? OR closed_at < ?) AND (claimed = 0 OR EXISTS
           (SELECT 1 FROM coupons WHERE coupons.template_id = coupon_templates.id AND ${DUE}))
         ORDER BY id LIMIT 1${this.database.forUpdateSkipLocked}`,
        [before, before, before, before],
      );
      if (!template) return 0;
      const due = await this.database.query<{ id: string }>(
        `SELECT id FROM coupons WHERE template_id = ? AND ${DUE} ORDER BY id LIMIT ${PURGE_BATCH}`,
        [template.id, before, before],
      );
      if (due.length > 0) {
        await this.database.execute(
          `DELETE FROM coupons WHERE id IN (${placeholders(due.length)})`,
          due.map(({ id }) => id),
        );
      }
      await this.database.execute(
        'UPDATE coupon_templates SET claimed = claimed - ?, closed_at = COALESCE(closed_at, ?) WHERE id = ?',
        [due.length, this.clock.now(), template.id],
      );
      const gone = await this.database.execute('DELETE FROM coupon_templates WHERE id = ? AND claimed = 0', [
        template.id,
      ]);
      return due.length + gone;
    });
  }

  private deleteFlashPrice(before: Date): Promise<number> {
    return this.database.transaction(async () => {
      const [price] = await this.database.query<{ id: string }>(
        `SELECT id FROM flash_prices WHERE ends_at < ? ORDER BY id LIMIT 1${this.database.forUpdateSkipLocked}`,
        [before],
      );
      if (!price) return 0;
      const due = await this.database.query<{ order_id: string; units: number; given_back_at: unknown }>(
        `SELECT order_id, units, given_back_at FROM flash_takings WHERE flash_price_id = ? ORDER BY order_id LIMIT ${PURGE_BATCH}`,
        [price.id],
      );
      if (due.length === 0) return this.database.execute('DELETE FROM flash_prices WHERE id = ?', [price.id]);
      await this.database.execute(
        `DELETE FROM flash_takings WHERE flash_price_id = ? AND order_id IN (${placeholders(due.length)})`,
        [price.id, ...due.map(({ order_id }) => order_id)],
      );
      const units = due.reduce((sum, taking) => sum + (taking.given_back_at === null ? taking.units : 0), 0);
      await this.database.execute('UPDATE flash_prices SET sold = sold - ? WHERE id = ?', [units, price.id]);
      return due.length;
    });
  }
}

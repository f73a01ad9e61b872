import { Injectable } from '@nestjs/common';
import { placeholders } from '#platform/database';
import { Purge } from '#platform/jobs';

const DAY = 86_400_000;
/** As long as the inbox remembers: news of an order may come so late. */
const TAKE_OUTS_KEPT = 7 * DAY;
/** Longer than their Idempotency-Keys are honoured. */
const MERGES_KEPT = 4 * DAY;
/** Carts deleted at once; each may have many lines. */
const BATCH = 50;

/** Carts nobody has changed for CART_RETENTION, and what is remembered of orders and merges that are over. */
@Injectable()
export class CartPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    const takeOuts = await this.deleteWhere('cart_take_outs', 'order_id', 'noted_at < ?', [this.ago(TAKE_OUTS_KEPT)]);
    const merges = await this.deleteWhere('cart_merges', 'id', 'merged_at < ?', [this.ago(MERGES_KEPT)]);
    return takeOuts + merges + (await this.deleteCarts());
  }

  private async deleteCarts(): Promise<number> {
    const before = this.ago(this.config.cart.retention);
    return this.database.transaction(async () => {
      const due = await this.database.query<{ customer_id: string }>(
        `SELECT customer_id FROM carts WHERE changed_at < ? ORDER BY changed_at LIMIT ${BATCH}${this.database.forUpdateSkipLocked}`,
        [before],
      );
      if (due.length === 0) return 0;
      const ids = due.map(({ customer_id: id }) => id);
      await this.database.execute(`DELETE FROM cart_lines WHERE customer_id IN (${placeholders(ids.length)})`, ids);
      return this.database.execute(`DELETE FROM carts WHERE customer_id IN (${placeholders(ids.length)})`, ids);
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Database, placeholders } from '#platform/database';
import { Purge, PURGE_BATCH } from '#platform/jobs';

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
  constructor(
    database: Database,
    clock: Clock,
    private readonly settings: Config,
  ) {
    super(database, clock, settings);
  }

  protected override async deleteBatch(): Promise<number> {
    const takeOuts = await this.deleteSome('cart_take_outs', 'order_id', 'noted_at', TAKE_OUTS_KEPT);
    const merges = await this.deleteSome('cart_merges', 'id', 'merged_at', MERGES_KEPT);
    return takeOuts + merges + (await this.deleteCarts());
  }

  private deleteSome(table: string, key: string, time: string, kept: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM ${table} WHERE ${key} IN
       (SELECT ${key} FROM (SELECT ${key} FROM ${table} WHERE ${time} < ? LIMIT ${PURGE_BATCH}) AS due)`,
      [this.ago(kept)],
    );
  }

  private async deleteCarts(): Promise<number> {
    const before = this.ago(this.settings.cart.retention);
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

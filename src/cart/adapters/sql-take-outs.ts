import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { asDateOrNull, Database, isUniqueViolation } from '#platform/database';
import type { CartLine } from '../domain/cart-line.js';
import { TakeOut } from '../domain/take-out.js';
import { TakeOuts } from '../domain/take-outs.js';

export interface TakeOutRow {
  readonly order_id: string;
  readonly customer_id: string | null;
  readonly taken_lines: string | null;
  readonly placed_at: unknown;
  readonly cancelled_at: unknown;
}

/** A row for each order: whoever inserts second waits for the first to commit, and then reads what it knew. */
@Injectable()
export class SqlTakeOuts extends TakeOuts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async change(orderId: string, mutate: (takeOut: TakeOut) => Promise<void>): Promise<void> {
    await this.database.transaction(async () => {
      const takeOut = (await this.begin(orderId)) ? TakeOut.unknown(orderId) : await this.load(orderId);
      await mutate(takeOut);
      const { customerId, lines, placedAt, cancelledAt } = takeOut.state;
      await this.database.execute(
        'UPDATE cart_take_outs SET customer_id = ?, taken_lines = ?, placed_at = ?, cancelled_at = ? WHERE order_id = ?',
        [customerId, lines.length > 0 ? JSON.stringify(lines) : null, placedAt, cancelledAt, orderId],
      );
    });
  }

  /** False when something is known of it already. */
  private async begin(orderId: string): Promise<boolean> {
    try {
      await this.database.execute('INSERT INTO cart_take_outs (order_id, noted_at) VALUES (?, ?)', [
        orderId,
        this.clock.now(),
      ]);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  private async load(orderId: string): Promise<TakeOut> {
    const [row] = await this.database.query<TakeOutRow>(
      `SELECT order_id, customer_id, taken_lines, placed_at, cancelled_at FROM cart_take_outs
       WHERE order_id = ?${this.database.forUpdate}`,
      [orderId],
    );
    // It was there a moment ago: an erasure or the purge has taken it.
    if (!row) throw new Error(`What order ${orderId} took out of a cart was forgotten meanwhile`);
    return TakeOut.restore({
      orderId,
      customerId: row.customer_id,
      lines: takenLines(row.taken_lines),
      placedAt: asDateOrNull(row.placed_at),
      cancelledAt: asDateOrNull(row.cancelled_at),
    });
  }
}

export function takenLines(json: string | null): CartLine[] {
  const lines = json === null ? [] : (JSON.parse(json) as (Omit<CartLine, 'addedAt'> & { addedAt: string })[]);
  return lines.map((line) => ({ ...line, addedAt: new Date(line.addedAt) }));
}

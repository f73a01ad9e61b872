import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { asDate, Database, insertRows, isUniqueViolation, placeholders } from '#platform/database';
import { Cart } from '../domain/cart.js';
import type { CartLine } from '../domain/cart-line.js';
import { Carts } from '../domain/carts.js';

interface LineRow {
  readonly sku_id: string;
  readonly quantity: unknown;
  readonly selected: unknown;
  readonly added_price_fen: unknown;
  readonly added_at: unknown;
}

const COLUMNS = ['customer_id', 'sku_id', 'quantity', 'selected', 'added_price_fen', 'added_at'];

@Injectable()
export class SqlCarts extends Carts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async of(customerId: string): Promise<Cart> {
    const rows = await this.database.query<LineRow>(
      'SELECT sku_id, quantity, selected, added_price_fen, added_at FROM cart_lines WHERE customer_id = ?',
      [customerId],
    );
    return Cart.restore(customerId, rows.map(lineFrom));
  }

  async haveAny(wanted: Parameters<Carts['haveAny']>[0]): Promise<readonly boolean[]> {
    // Carts are small: reading all of them takes the database less than being told what to look for in each.
    const customerIds = [...new Set(wanted.map(({ customerId }) => customerId))];
    const rows = await this.database.query<{ customer_id: string; sku_id: string }>(
      `SELECT customer_id, sku_id FROM cart_lines WHERE customer_id IN (${placeholders(customerIds.length)})`,
      customerIds,
    );
    const held = new Set(rows.map((row) => `${row.customer_id} ${row.sku_id}`));
    return wanted.map(({ customerId, skuIds: own }) => own.some((skuId) => held.has(`${customerId} ${skuId}`)));
  }

  change<T>(customerId: string, mutate: (cart: Cart) => T): Promise<T> {
    return this.database.transaction(async () => {
      const isThere = await this.lock(customerId);
      const cart = isThere ? await this.of(customerId) : Cart.restore(customerId, []);
      const before = cart.lines;
      const result = mutate(cart);
      const { lines } = cart;
      const gone = before.filter((line) => !lines.includes(line));
      const fresh = lines.filter((line) => !before.includes(line));
      if (gone.length + fresh.length === 0) return result;
      if (isThere) await this.touch(customerId);
      else if (!(await this.begin(customerId))) return this.change(customerId, mutate);
      await this.save(customerId, gone, fresh);
      return result;
    });
  }

  private async lock(customerId: string): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT customer_id FROM carts WHERE customer_id = ?${this.database.forUpdate}`,
      [customerId],
    );
    return rows.length > 0;
  }

  /** False when somebody else has begun it meanwhile. */
  private async begin(customerId: string): Promise<boolean> {
    try {
      await this.database.execute('INSERT INTO carts (customer_id, changed_at) VALUES (?, ?)', [
        customerId,
        this.clock.now(),
      ]);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  private async touch(customerId: string): Promise<void> {
    const now = this.clock.now();
    await this.database.execute('UPDATE carts SET changed_at = ? WHERE customer_id = ?', [now, customerId]);
  }

  /** @param gone lines that are not there any more, or not like that */
  private async save(customerId: string, gone: readonly CartLine[], fresh: readonly CartLine[]): Promise<void> {
    if (gone.length > 0) {
      await this.database.execute(
        `DELETE FROM cart_lines WHERE customer_id = ? AND sku_id IN (${placeholders(gone.length)})`,
        [customerId, ...gone.map(({ skuId }) => skuId)],
      );
    }
    await insertRows(
      this.database,
      'cart_lines',
      COLUMNS,
      fresh.map(({ skuId, quantity, selected, addedPriceFen, addedAt }) => [
        customerId,
        skuId,
        quantity,
        selected ? 1 : 0,
        addedPriceFen,
        addedAt,
      ]),
    );
  }
}

function lineFrom({ sku_id: skuId, ...row }: LineRow): CartLine {
  return {
    skuId,
    quantity: Number(row.quantity),
    selected: Number(row.selected) === 1,
    addedPriceFen: Number(row.added_price_fen),
    addedAt: asDate(row.added_at),
  };
}

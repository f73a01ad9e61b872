import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { Database, placeholders } from '#platform/database';
import type { LockedItems } from '../domain/reservation.js';
import { type Movement, StockItem } from '../domain/stock-item.js';
import { StockItems } from '../domain/stock-items.js';

interface StockRow {
  readonly sku_id: string;
  readonly available: number | string;
  readonly reserved: number | string;
  readonly sold: number | string;
}

/** SQL rather than entities: every order goes through here. */
@Injectable()
export class SqlStockItems extends StockItems {
  constructor(private readonly database: Database) {
    super();
  }

  async add(items: readonly StockItem[]): Promise<void> {
    if (items.length === 0) return;
    await this.database.transaction(async () => {
      await this.database.execute(
        `INSERT INTO stock_items (sku_id, available, reserved, sold) VALUES ${placeholders(items.length, 4)}`,
        items.flatMap(({ skuId, available, reserved, sold }) => [skuId, available, reserved, sold]),
      );
      await this.write(items.flatMap((item) => item.takeMovements()));
    });
  }

  change<T>(skuIds: readonly string[], mutate: (items: LockedItems) => T): Promise<T> {
    return this.database.transaction(async () => {
      const items = await this.lock([...new Set(skuIds)].sort());
      const result = mutate(items);
      await this.save([...items.values()]);
      return result;
    });
  }

  private async lock(skuIds: readonly string[]): Promise<Map<string, StockItem>> {
    if (skuIds.length === 0) return new Map();
    const rows = await this.database.query<StockRow>(
      `SELECT sku_id, available, reserved, sold FROM stock_items
       WHERE sku_id IN (${placeholders(skuIds.length)}) ORDER BY sku_id${this.database.forUpdate}`,
      skuIds,
    );
    return new Map(rows.map((row) => [row.sku_id, StockItem.restore(levelsFrom(row))]));
  }

  private async save(items: readonly StockItem[]): Promise<void> {
    const changed = items
      .map((item) => ({ item, movements: item.takeMovements() }))
      .filter(({ movements }) => movements.length > 0);
    if (changed.length === 0) return;
    // All at once, and no longer than the list: the rows are there and locked, so nothing is inserted.
    await this.database.execute(
      `INSERT INTO stock_items (sku_id, available, reserved, sold) VALUES ${placeholders(changed.length, 4)} ${this.overwrite}`,
      changed.flatMap(({ item }) => [item.skuId, item.available, item.reserved, item.sold]),
    );
    await this.write(changed.flatMap(({ movements }) => movements));
  }

  private get overwrite(): string {
    return this.database.dialect === 'mysql'
      ? 'ON DUPLICATE KEY UPDATE available = VALUES(available), reserved = VALUES(reserved), sold = VALUES(sold)'
      : 'ON CONFLICT (sku_id) DO UPDATE SET available = excluded.available, reserved = excluded.reserved, sold = excluded.sold';
  }

  private async write(movements: readonly Movement[]): Promise<void> {
    await this.database.execute(
      `INSERT INTO stock_movements (id, sku_id, type, quantity, order_id, reason, moved_at) VALUES ${placeholders(movements.length, 7)}`,
      movements.flatMap((movement) => {
        const { skuId, type, quantity, orderId, reason, at } = movement;
        return [this.idOf(movement), skuId, type, quantity, orderId, reason, at];
      }),
    );
  }

  /** The ledger is read in the order of its ids. */
  protected idOf(_movement: Movement): string {
    return newId();
  }
}

function levelsFrom(row: StockRow) {
  return {
    skuId: row.sku_id,
    available: Number(row.available),
    reserved: Number(row.reserved),
    sold: Number(row.sold),
  };
}

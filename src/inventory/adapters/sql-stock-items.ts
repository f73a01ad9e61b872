import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { Database, ConcurrencyConflict, placeholders } from '#platform/database';
import type { ItemsBySku } from '../domain/reservation.js';
import { type Movement, StockItem } from '../domain/stock-item.js';
import { StockItems } from '../domain/stock-items.js';

interface StockRow {
  readonly sku_id: string;
  readonly available: number | string;
  readonly reserved: number | string;
  readonly sold: number | string;
}

/** With less than so many times what is wanted, others may be about to take it: who waits for them need not run again. */
const PLENTY = 4;

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

  change<T>(skuIds: readonly string[], mutate: (items: ItemsBySku) => T): Promise<T> {
    return this.database.transaction(async () => {
      const items = await this.load([...new Set(skuIds)], this.database.forUpdate);
      const result = mutate(items);
      await this.save([...items.values()]);
      return result;
    });
  }

  take<T>(wanted: ReadonlyMap<string, number>, reserve: (items: ItemsBySku) => T): Promise<T> {
    return this.database.transaction(async () => {
      const skuIds = [...wanted.keys()];
      const items = await this.load(skuIds);
      if (isScarce(wanted, items)) return this.change(skuIds, reserve);
      const result = reserve(items);
      const movements = [...items.values()].flatMap((item) => item.takeMovements());
      if (movements.length > 0) this.database.beforeCommit(() => this.moveOut(movements));
      return result;
    });
  }

  /** Always in the same order, so that those who lock never wait for one another in a circle. */
  private async load(skuIds: readonly string[], lock = ''): Promise<Map<string, StockItem>> {
    if (skuIds.length === 0) return new Map();
    const rows = await this.database.query<StockRow>(
      `SELECT sku_id, available, reserved, sold FROM stock_items
       WHERE sku_id IN (${placeholders(skuIds.length)}) ORDER BY sku_id${lock}`,
      skuIds.toSorted(),
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

  /** @throws ConcurrencyConflict when there are too few of one of them by now */
  private async moveOut(reserved: readonly Movement[]): Promise<void> {
    const units = new Map<string, number>();
    for (const { skuId, quantity } of reserved) units.set(skuId, (units.get(skuId) ?? 0) - quantity);
    const affected = await this.database.execute(
      `INSERT INTO stock_items (sku_id, available, reserved, sold) VALUES ${placeholders(units.size, 4)} ${this.moveOver}`,
      [...units].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([skuId, moved]) => [skuId, moved, moved, 0]),
    );
    // MySQL counts a row it changed as two, and one that keeps its values as one.
    if (this.database.dialect === 'mysql' && affected < 2 * units.size) throw new ConcurrencyConflict();
    await this.write(reserved);
  }

  /** MySQL sees in an assignment what those before it have assigned. On SQLite nobody else writes meanwhile. */
  private get moveOver(): string {
    return this.database.dialect === 'mysql'
      ? `ON DUPLICATE KEY UPDATE reserved = reserved + IF(available < VALUES(available), 0, VALUES(reserved)),
           available = available - IF(available < VALUES(available), 0, VALUES(available))`
      : 'ON CONFLICT (sku_id) DO UPDATE SET available = available - excluded.available, reserved = reserved + excluded.reserved';
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

/** What is sold out is not scarce: it is refused, and nobody has to wait for that. */
function isScarce(wanted: ReadonlyMap<string, number>, items: ItemsBySku): boolean {
  return [...wanted].some(([skuId, units]) => {
    const { available } = items.get(skuId) ?? { available: 0 };
    return available > 0 && available < PLENTY * units;
  });
}

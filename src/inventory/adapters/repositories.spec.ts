import { ManualClock, newId } from '#kernel';
import { asDate, type Database } from '#platform/database';
import { onEachDatabase } from '../../../test/support/databases.js';
import { StockItemNotFound } from '../domain/errors.js';
import { type Movement, type MovementType, StockItem } from '../domain/stock-item.js';
import { InMemoryReservations, InMemoryStockItems } from './in-memory-inventory.js';
import { InventoryQueries } from './inventory.queries.js';
import { reservationsContract } from './reservations.contract.js';
import { inventorySchema } from './schema.js';
import { SqlReservations } from './sql-reservations.js';
import { SqlStockItems } from './sql-stock-items.js';
import { stockItemsContract } from './stock-items.contract.js';

const clock = new ManualClock();

async function ledgerIn(database: Database, skuId: string): Promise<Movement[]> {
  const rows = await database.query('SELECT * FROM stock_movements WHERE sku_id = ? ORDER BY id', [skuId]);
  return rows.map((row) => ({
    skuId,
    type: row['type'] as MovementType,
    quantity: Number(row['quantity']),
    orderId: row['order_id'] as string | null,
    reason: row['reason'] as string | null,
    at: asDate(row['moved_at']),
  }));
}

describe('stock items in memory', () => {
  const items = new InMemoryStockItems();
  const ledger = async (skuId: string) => items.ledger.filter((line) => line.skuId === skuId);
  stockItemsContract(() => ({ items, ledger }));
});

describe('stock items', () => {
  onEachDatabase([inventorySchema], (database) => {
    stockItemsContract(() => ({
      items: new SqlStockItems(database()),
      ledger: (skuId) => ledgerIn(database(), skuId),
    }));

    it('join the transaction of whoever asks', async () => {
      const skuId = newId();
      const introducing = database().transaction(async () => {
        await new SqlStockItems(database()).add([StockItem.introduce(skuId, 1, clock.now())]);
        throw new Error('the product was refused');
      });
      await expect(introducing).rejects.toThrow('the product was refused');
      expect(await ledgerIn(database(), skuId)).toEqual([]);
    });
  });
});

describe('reservations in memory', () => {
  const reservations = new InMemoryReservations();
  reservationsContract(() => reservations);
});

describe('reservations', () => {
  onEachDatabase([inventorySchema], (database) => {
    reservationsContract(() => new SqlReservations(database(), clock));
  });
});

describe('what staff see of stock', () => {
  onEachDatabase([inventorySchema], (database) => {
    const skuId = newId();
    let queries: InventoryQueries;
    beforeAll(async () => {
      queries = new InventoryQueries(database());
      const items = new SqlStockItems(database());
      await items.add([StockItem.introduce(skuId, 10, clock.now())]);
      await items.change([skuId], (locked) => {
        const item = locked.get(skuId);
        item?.reserve(5, newId(), clock.now());
        item?.sell(2, newId(), clock.now());
        item?.adjust(1, 'delivery', clock.now());
      });
    });

    it('counts reserved units as on hand', async () => {
      expect(await queries.stock(skuId)).toEqual({ skuId, onHand: 9, reserved: 3, available: 6, sold: 2 });
    });

    it('is a ledger page by page, newest first', async () => {
      const first = await queries.movements(skuId, { limit: 3, after: null, offset: null });
      expect(first.items.map(({ type, quantity }) => [type, quantity])).toEqual([
        ['adjusted', 1],
        ['sold', 0],
        ['reserved', -5],
      ]);
      expect(first.items[0]).toEqual({
        id: expect.stringMatching(/^[0-9A-Z]{26}$/),
        type: 'adjusted',
        quantity: 1,
        orderId: null,
        reason: 'delivery',
        at: clock.now(),
      });
      expect(first.nextCursor).not.toBeNull();
      const rest = await queries.movements(skuId, { limit: 3, after: first.items[2]?.id ?? null, offset: null });
      expect(rest.items.map(({ type }) => type)).toEqual(['initial']);
      expect(rest.nextCursor).toBeNull();
    });

    it('refuses a SKU that has no stock item', async () => {
      await expect(queries.stock(newId())).rejects.toThrow(StockItemNotFound);
      await expect(queries.movements(newId(), { limit: 1, after: null, offset: null })).rejects.toThrow(
        StockItemNotFound,
      );
    });

    it('has units for sale by SKU, without those nobody knows', async () => {
      expect(await queries.available([skuId, newId()])).toEqual(new Map([[skuId, 6]]));
      expect(await queries.available([])).toEqual(new Map());
    });
  });
});

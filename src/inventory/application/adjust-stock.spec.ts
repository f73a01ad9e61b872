import { ManualClock, newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { Idempotency, IdempotencyKeyReused, idempotencySchema } from '#platform/idempotency';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { InventoryQueries } from '../adapters/inventory.queries.js';
import { inventorySchema } from '../adapters/schema.js';
import { SqlStockItems } from '../adapters/sql-stock-items.js';
import { NotEnoughStock, StockItemNotFound } from '../domain/errors.js';
import { StockItem } from '../domain/stock-item.js';
import { AdjustStock } from './adjust-stock.js';

const clock = new ManualClock();
const aKey = (fingerprint = 'body') => ({ owner: newId(), route: 'POST /stock', key: 'once', fingerprint });

describe('adjusting stock', () => {
  onEachDatabase([inventorySchema, idempotencySchema], (database) => {
    const audit = new InMemoryAuditLog();
    let items: SqlStockItems;
    let adjustStock: AdjustStock;
    let queries: InventoryQueries;
    beforeAll(() => {
      items = new SqlStockItems(database());
      adjustStock = new AdjustStock(items, audit, new Idempotency(database(), clock), clock);
      queries = new InventoryQueries(database());
    });

    /** 10 units, 4 of them reserved. */
    const introduce = async () => {
      const skuId = newId();
      const item = StockItem.introduce(skuId, 10, clock.now());
      item.reserve(4, newId(), clock.now());
      await items.add([item]);
      return skuId;
    };
    const adjust = (skuId: string, delta: number, key = aKey()) =>
      adjustStock.execute({ skuId, delta, reason: 'count', actor: SYSTEM, key });

    it('adds units and takes them away', async () => {
      const skuId = await introduce();
      expect(await adjust(skuId, 5)).toEqual({ id: skuId, replayed: false });
      const entry = { type: 'stock.adjusted', actor: SYSTEM, subject: skuId, facts: { delta: 5 } };
      expect(audit.entries.at(-1)).toEqual(entry);
      await adjust(skuId, -11);
      expect(await queries.stock(skuId)).toEqual({ skuId, onHand: 4, reserved: 4, available: 0, sold: 0 });
    });

    it('[P10] happens once under one key; a repeat answers the present stock', async () => {
      const [skuId, key] = [await introduce(), aKey()];
      await adjust(skuId, 5, key);
      await adjust(skuId, 100);
      expect(await adjust(skuId, 5, key)).toEqual({ id: skuId, replayed: true });
      expect(await queries.stock(skuId)).toMatchObject({ available: 111 });
    });

    it('happens once however many send one key at once', async () => {
      const [skuId, key] = [await introduce(), aKey()];
      const made = await Promise.all(Array.from({ length: 10 }, () => adjust(skuId, 1, key)));
      expect(made.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(await queries.stock(skuId)).toMatchObject({ available: 7 });
    });

    it('is refused with 4004 when the key came with another body', async () => {
      const [skuId, key] = [await introduce(), aKey()];
      await adjust(skuId, 5, key);
      const other = { ...key, fingerprint: 'another body' };
      await expect(adjust(skuId, 6, other)).rejects.toThrow(IdempotencyKeyReused);
      expect(await queries.stock(skuId)).toMatchObject({ available: 11 });
    });

    it('never goes below what is reserved (3001), and leaves the key free', async () => {
      const [skuId, key] = [await introduce(), aKey()];
      const shortages = [{ skuId, requested: 7, available: 6 }];
      await expect(adjust(skuId, -7, key)).rejects.toMatchObject({ code: 3001, facts: { shortages } });
      await expect(adjust(skuId, -7, key)).rejects.toThrow(NotEnoughStock);
      expect(await queries.stock(skuId)).toMatchObject({ onHand: 10, available: 6 });
      await adjust(skuId, 1);
      expect(await adjust(skuId, -7, key)).toEqual({ id: skuId, replayed: false });
    });

    it('refuses a SKU that has no stock item', async () => {
      await expect(adjust(newId(), 1)).rejects.toThrow(StockItemNotFound);
    });
  });
});

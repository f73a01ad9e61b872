import { BeijingDay, newId, newIdAt } from '#kernel';
import { type Database, insertRows } from '#platform/database';
import { onEachDatabase } from '../../../test/support/databases.js';
import type { StockOut } from '../application/stock-history.js';
import { inventorySchema } from './schema.js';
import { SqlStockHistory } from './sql-stock-history.js';

const day = BeijingDay.of(new Date('2026-11-25T04:00:00.000Z'));

/** A SKU whose ledger is these changes of what is for sale, at these times. */
async function sku(database: Database, ...changes: readonly (readonly [at: Date, quantity: number])[]) {
  const skuId = newId();
  const available = changes.reduce((sum, [, quantity]) => sum + quantity, 0);
  await insertRows(database, 'stock_items', ['sku_id', 'available', 'reserved', 'sold'], [[skuId, available, 0, 0]]);
  await insertRows(
    database,
    'stock_movements',
    ['id', 'sku_id', 'type', 'quantity', 'moved_at'],
    changes.map(([at, quantity]) => [newIdAt(at), skuId, quantity < 0 ? 'reserved' : 'adjusted', quantity, at]),
  );
  return skuId;
}

describe('what ran out on a day', () => {
  onEachDatabase([inventorySchema], (database) => {
    beforeEach(async () => {
      for (const table of ['stock_movements', 'stock_items']) await database().execute(`DELETE FROM ${table}`);
    });
    const history = () => new SqlStockHistory(database());
    const found = async () => (await history().stockOuts(day, null, 50)).found;
    const before = day.plus(-1).at(9, 0);
    const later = day.plus(1).at(9, 0);

    it('is told with when, how often, and whether it still is', async () => {
      const gone = await sku(database(), [before, 3], [day.at(9, 41), -2], [day.at(10, 5), -1]);
      const back = await sku(
        database(),
        [before, 1],
        [day.at(1, 0), -1],
        [day.at(2, 0), 1],
        [day.at(3, 0), -1],
        [later, 5],
      );
      const byId = (one: StockOut, other: StockOut) => (one.skuId < other.skuId ? -1 : 1);
      expect((await found()).toSorted(byId)).toEqual(
        [
          { skuId: gone, at: day.at(10, 5), times: 1, isOut: true },
          { skuId: back, at: day.at(1, 0), times: 2, isOut: false },
        ].toSorted(byId),
      );
    });

    it('is nothing that ran out on another day, was never there, or stayed on the shelf', async () => {
      await sku(database(), [before, 1], [day.plus(-1).at(23, 59), -1]);
      await sku(database(), [before, 1], [day.at(5, 0), 1], [later, -2]);
      await sku(database(), [day.at(5, 0), 0]);
      await sku(database(), [before, 2], [day.at(5, 0), -1]);
      expect(await found()).toEqual([]);
    });

    it('counts the first and the last moment of the day in, and no other', async () => {
      const first = await sku(database(), [before, 1], [day.start, -1]);
      const last = await sku(database(), [before, 1], [new Date(day.end.getTime() - 1), -1]);
      await sku(database(), [before, 1], [day.end, -1]);
      expect(new Set((await found()).map(({ skuId }) => skuId))).toEqual(new Set([first, last]));
    });

    it('is found page after page of SKUs, and in a ledger longer than a page', async () => {
      const long = Array.from(
        { length: 2_100 },
        (_, n) => [new Date(day.start.getTime() + n * 1_000), n % 2 ? 1 : -1] as const,
      );
      const skus = [
        await sku(database(), [before, 1], ...long),
        await sku(database(), [before, 1], [day.at(1, 0), -1]),
        await sku(database(), [before, 1], [day.at(1, 0), -1]),
      ];
      const seen: StockOut[] = [];
      let after: string | null = null;
      do {
        const page = await history().stockOuts(day, after, 2);
        seen.push(...page.found);
        after = page.last;
      } while (after !== null);
      expect(seen.map(({ skuId }) => skuId)).toEqual(skus.toSorted());
      expect(seen.find(({ skuId }) => skuId === skus[0])).toMatchObject({ times: 1_050, isOut: false });
    });
  });
});

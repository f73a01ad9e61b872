import { newId } from '#kernel';
import type { Database } from '#platform/database';
import { type OpenDatabase, openMysql, testDatabaseUrl } from '../../../test/support/databases.js';
import { NotEnoughStock } from '../domain/errors.js';
import { StockItem } from '../domain/stock-item.js';
import { InventoryQueries } from './inventory.queries.js';
import { inventorySchema } from './schema.js';
import { SqlStockItems } from './sql-stock-items.js';

const at = new Date('2026-01-31T23:59:59.999Z');

(testDatabaseUrl ? describe : describe.skip)('taking stock while others do', () => {
  let opened: OpenDatabase;
  let database: Database;
  let items: SqlStockItems;
  beforeAll(async () => {
    opened = await openMysql([inventorySchema]);
    ({ database } = opened);
    items = new SqlStockItems(database);
  });
  afterAll(() => opened.close());

  async function introduce(initial: number): Promise<string> {
    const skuId = newId();
    await items.add([StockItem.introduce(skuId, initial, at)]);
    return skuId;
  }
  /** Whether there were so many. */
  const take = (skuId: string, units: number, wanted = units) =>
    items.take(new Map([[skuId, wanted]]), (stock) => {
      const item = stock.get(skuId);
      const there = (item?.available ?? 0) >= units;
      if (there) item?.reserve(units, newId(), at);
      return there;
    });
  const left = (skuId: string) => new InventoryQueries(database).stock(skuId);
  const movements = (skuId: string) => database.query('SELECT quantity FROM stock_movements WHERE sku_id = ?', [skuId]);
  /** Somebody else does it, in a transaction of their own. */
  const meanwhile = <T>(work: () => Promise<T>) => database.outside(work);

  it('locks nothing until the commit where there is plenty: others take of the same meanwhile, and both count', async () => {
    const skuId = await introduce(100);
    await database.transaction(async () => {
      expect(await take(skuId, 5)).toBe(true);
      expect(await meanwhile(() => take(skuId, 7))).toBe(true);
    });
    expect(await left(skuId)).toMatchObject({ available: 88, reserved: 12, sold: 0 });
    expect(await movements(skuId)).toHaveLength(3);
  });

  it('decides again, on what is left, where others were faster; nothing of the first time stays', async () => {
    const skuId = await introduce(20);
    const decided: boolean[] = [];
    await database.transaction(async () => {
      decided.push(await take(skuId, 5));
      if (decided.length === 1) await meanwhile(() => take(skuId, 18, 1));
    });
    expect(decided).toEqual([true, false]);
    expect(await left(skuId)).toMatchObject({ available: 2, reserved: 18, sold: 0 });
    expect(await movements(skuId)).toHaveLength(2);
  });

  it('takes nothing of a list where others took one SKU of it meanwhile', async () => {
    const [tea, cup] = [await introduce(20), await introduce(20)];
    const wanted = new Map([
      [tea, 2],
      [cup, 2],
    ]);
    let times = 0;
    const taking = database.transaction(async () => {
      times++;
      await items.take(wanted, (stock) => [tea, cup].forEach((skuId) => stock.get(skuId)?.reserve(2, newId(), at)));
      if (times === 1) await meanwhile(() => take(cup, 19, 1));
    });
    await expect(taking).rejects.toThrow(NotEnoughStock);
    expect(await left(tea)).toMatchObject({ available: 20, reserved: 0, sold: 0 });
    expect(await left(cup)).toMatchObject({ available: 1, reserved: 19, sold: 0 });
    expect(times).toBe(2);
  });

  it('locks what is scarce at once, so that nobody is overtaken', async () => {
    const skuId = await introduce(7);
    await database.transaction(async () => {
      expect(await take(skuId, 2)).toBe(true);
      await expect(meanwhile(() => take(skuId, 2))).rejects.toMatchObject({ errno: 1205 });
    });
    expect(await left(skuId)).toMatchObject({ available: 5, reserved: 2, sold: 0 });
  });

  it('refuses what is sold out without waiting for anybody', async () => {
    const skuId = await introduce(1);
    await take(skuId, 1);
    await database.transaction(async () => {
      await items.change([skuId], () => undefined);
      expect(await meanwhile(() => take(skuId, 1))).toBe(false);
    });
  });
});

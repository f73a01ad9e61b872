import { ManualClock, newId } from '#kernel';
import { onEachDatabase } from '../../../test/support/databases.js';
import { InventoryQueries } from '../adapters/inventory.queries.js';
import { inventorySchema } from '../adapters/schema.js';
import { SqlReservations } from '../adapters/sql-reservations.js';
import { SqlStockItems } from '../adapters/sql-stock-items.js';
import { StockRoom } from './stock-room.js';

const clock = new ManualClock();

describe('the stock room', () => {
  onEachDatabase([inventorySchema], (database) => {
    let room: StockRoom;
    let queries: InventoryQueries;
    beforeAll(() => {
      queries = new InventoryQueries(database());
      room = new StockRoom(new SqlStockItems(database()), new SqlReservations(database(), clock), queries, clock);
    });

    const introduce = async (initial: number) => {
      const skuId = newId();
      await room.introduce([{ skuId, initial }]);
      return skuId;
    };
    /** One order in a transaction of its own; resolves to whether it got its stock. */
    const reserve = async (skuIds: readonly string[], quantity = 1) => {
      const request = { orderId: newId(), lines: skuIds.map((skuId) => ({ skuId, quantity })) };
      const [shortages] = await database().transaction(() => room.reserve([request]));
      return shortages?.length === 0;
    };
    const reservationsOf = async (orderIds: readonly string[]) => {
      const rows = await database().query('SELECT order_id, status FROM stock_reservations');
      return rows.filter((row) => orderIds.includes(String(row['order_id']))).map((row) => row['status']);
    };
    const ledgerOf = (skuId: string) =>
      database().query('SELECT type, quantity FROM stock_movements WHERE sku_id = ?', [skuId]);

    it('answers each order in turn, and reserves for those that have all they ask for', async () => {
      const tea = await introduce(5);
      const orderIds = [newId(), newId(), newId()];
      const requests = [3, 3, 2].map((quantity, at) => ({
        orderId: orderIds[at] ?? '',
        lines: [{ skuId: tea, quantity }],
      }));
      expect(await room.reserve(requests)).toEqual([[], [{ skuId: tea, requested: 3, available: 2 }], []]);
      expect(await reservationsOf(orderIds)).toEqual(['reserved', 'reserved']);
      expect(await room.available([tea])).toEqual(new Map([[tea, 0]]));
    });

    it('has nothing of a SKU it does not know', async () => {
      const skuId = newId();
      const shortages = await room.reserve([{ orderId: newId(), lines: [{ skuId, quantity: 1 }] }]);
      expect(shortages).toEqual([[{ skuId, requested: 1, available: 0 }]]);
    });

    it('reserves for no orders', async () => {
      expect(await room.reserve([])).toEqual([]);
    });

    it('reserves in the transaction of whoever asks', async () => {
      const [tea, orderId] = [await introduce(5), newId()];
      const placing = database().transaction(async () => {
        await room.reserve([{ orderId, lines: [{ skuId: tea, quantity: 5 }] }]);
        throw new Error('the order was refused');
      });
      await expect(placing).rejects.toThrow('the order was refused');
      expect(await queries.stock(tea)).toMatchObject({ available: 5, reserved: 0 });
      expect(await reservationsOf([orderId])).toEqual([]);
      expect(await ledgerOf(tea)).toHaveLength(1);
    });

    it('[I1] gives 100 units to exactly 100 of 200 who ask at once, and levels and ledger agree', async () => {
      const tea = await introduce(100);
      const outcomes = await Promise.all(Array.from({ length: 200 }, () => reserve([tea])));
      expect(outcomes.filter(Boolean)).toHaveLength(100);
      expect(await queries.stock(tea)).toMatchObject({ available: 0, reserved: 100, sold: 0 });
      const ledger = await ledgerOf(tea);
      expect(ledger).toHaveLength(101);
      expect(ledger.reduce((sum, line) => sum + Number(line['quantity']), 0)).toBe(0);
    });

    it('never fails orders that name two SKUs in opposite order', async () => {
      const [tea, cup] = [await introduce(30), await introduce(40)];
      const outcomes = await Promise.all(
        Array.from({ length: 60 }, (_, n) => reserve(n % 2 ? [tea, cup] : [cup, tea])),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(30);
      expect([await queries.stock(tea), await queries.stock(cup)]).toMatchObject([
        { available: 0, reserved: 30 },
        { available: 10, reserved: 30 },
      ]);
    });
  });
});

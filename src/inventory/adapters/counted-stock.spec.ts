import { ManualClock, newId } from '#kernel';
import { figure } from '../../../test/support/figures.js';
import { onEachDatabase } from '../../../test/support/databases.js';
import { StockRoom } from '../application/stock-room.js';
import { CountedStock } from './counted-stock.js';
import { InventoryQueries } from './inventory.queries.js';
import { inventorySchema } from './schema.js';
import { SqlReservations } from './sql-reservations.js';
import { SqlStockItems } from './sql-stock-items.js';

const clock = new ManualClock();

describe('shortages', () => {
  onEachDatabase([inventorySchema], (database) => {
    const counted = () => figure('stock_shortages_total');
    const stock = () => {
      const items = new SqlStockItems(database());
      const reservations = new SqlReservations(database(), clock);
      return new CountedStock(new StockRoom(items, reservations, new InventoryQueries(database()), clock), database());
    };

    it('are counted, an order once, when the transaction is committed and not when it is rolled back', async () => {
      const [tea, cup] = [newId(), newId()];
      await stock().introduce([{ skuId: tea, initial: 3 }]);
      const asked = [3, 1, 1].map((quantity) => ({
        orderId: newId(),
        lines: [tea, cup].slice(0, quantity === 3 ? 1 : 2).map((skuId) => ({ skuId, quantity })),
      }));
      const before = (await counted()) ?? 0;
      const failed = database().transaction(async () => {
        await stock().reserve(asked);
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect((await counted()) ?? 0).toBe(before);
      await database().transaction(async () => {
        expect(await stock().reserve(asked)).toMatchObject([[], [{ skuId: tea }, { skuId: cup }], [{}, {}]]);
        expect((await counted()) ?? 0).toBe(before);
      });
      expect(await counted()).toBe(before + 2);
      expect(await stock().available([tea])).toEqual(new Map([[tea, 0]]));
    });
  });
});

import { ManualClock, newId } from '#kernel';
import type { Config } from '#platform/config';
import { onEachDatabase } from '../../../test/support/databases.js';
import { signal } from '../../../test/support/signal.js';
import type { OrderCancelled, OrderPlaced } from '../../order/events.js';
import { ReturnLinesOnOrderCancelled } from '../application/return-lines-on-order-cancelled.js';
import { TakeLinesOnOrderPlaced } from '../application/take-lines-on-order-placed.js';
import { addedAt, aLine, limits } from '../testing/a-cart.js';
import { PersonalCarts } from './personal-carts.js';
import { cartSchema } from './schema.js';
import { SqlCarts } from './sql-carts.js';
import { SqlMerges } from './sql-merges.js';
import { SqlTakeOuts } from './sql-take-outs.js';

const clock = new ManualClock();
const config = { cart: { linesMax: 9 } } as Config;
const ROUNDS = 15;
const TABLES = ['carts', 'cart_lines', 'cart_take_outs', 'cart_merges'];

describe('what a cart tells about its shopper', () => {
  onEachDatabase([cartSchema], (database) => {
    let holder: PersonalCarts;
    let carts: SqlCarts;
    let takeOuts: SqlTakeOuts;
    beforeAll(() => {
      carts = new SqlCarts(database(), clock);
      takeOuts = new SqlTakeOuts(database(), clock);
      holder = new PersonalCarts(database(), carts);
    });
    afterEach(() => jest.restoreAllMocks());

    /** Somebody with something in each table. */
    const somebody = async () => {
      const [customerId, line, taken, orderId] = [newId(), aLine(), aLine(), newId()];
      const refused = [{ skuId: 'gone', quantity: 1, code: 2002 }];
      await carts.change(customerId, (cart) => cart.add(line, limits, line.addedAt));
      await takeOuts.change(orderId, async (takeOut) => takeOut.place({ customerId, lines: [taken] }, addedAt));
      await new SqlMerges(database()).add({ id: newId(), customerId, refused, at: addedAt });
      return { customerId, line, taken, orderId, refused };
    };
    /** Somebody whose order is yet to be heard of: it has all of their cart, and is cancelled at once. */
    const anOrder = async () => {
      const { customerId, line } = await somebody();
      const [orderId, lines] = [newId(), [line]];
      const placed: OrderPlaced = { type: 'order.placed', orderId, customerId, lines, totalFen: 1, at: addedAt };
      const cancelled: OrderCancelled = { type: 'order.cancelled', orderId, lines, reason: 'customer', at: addedAt };
      return {
        customerId,
        place: () => new TakeLinesOnOrderPlaced(takeOuts, carts).handle(placed),
        cancel: () => new ReturnLinesOnOrderCancelled(takeOuts, carts, config).handle(cancelled),
      };
    };
    const erase = (personId: string) => database().transaction(() => holder.erase(personId));
    /** Given once somebody asks to lock a cart. */
    const cartAskedFor = () => {
      const asked = signal();
      const query = database().query.bind(database());
      jest.spyOn(database(), 'query').mockImplementation((sql, values) => {
        if (sql.includes('FROM carts') && sql.endsWith(database().forUpdate)) asked.give();
        return query(sql, values);
      });
      return asked.given;
    };
    const copyOf = async (personId: string) => {
      const copy: Record<string, object[]> = {};
      for (const { name, records } of holder.sections(personId)) {
        copy[name] = [];
        for await (const record of records()) copy[name].push(record);
      }
      return copy;
    };
    const rowsOf = async (personId: string) => {
      const sql = (table: string) => `SELECT customer_id FROM ${table} WHERE customer_id = ?`;
      return Promise.all(TABLES.map(async (table) => (await database().query(sql(table), [personId])).length));
    };

    it('[P32] is all in the copy of their data', async () => {
      const { customerId, line, taken, orderId, refused } = await somebody();
      await somebody();
      expect(await copyOf(customerId)).toEqual({
        cart: [line],
        cartTakeOuts: [{ orderId, placedAt: addedAt, cancelledAt: null, lines: [taken] }],
        cartMerges: [{ at: addedAt, refused }],
      });
      expect(await copyOf(newId())).toEqual({ cart: [], cartTakeOuts: [], cartMerges: [] });
    });

    it('[P30] is erased, for nobody else, and keeps nobody from it; again is harmless', async () => {
      const [mine, yours] = [await somebody(), await somebody()];
      await database().transaction(async () => {
        await holder.assertErasable();
        await holder.erase(mine.customerId);
        await holder.erase(mine.customerId);
      });
      expect(await rowsOf(mine.customerId)).toEqual([0, 0, 0, 0]);
      expect(await rowsOf(yours.customerId)).toEqual([1, 1, 1, 1]);
    });

    it('[P30] does not come back with an order that is heard to be cancelled after the erasure, or meanwhile', async () => {
      for (const meanwhile of [false, true]) {
        const { customerId, orderId } = await somebody();
        const cancelling = () =>
          takeOuts.change(orderId, async (takeOut) => {
            const back = takeOut.cancel(addedAt);
            if (back) await carts.change(customerId, (cart) => cart.putBack(back.lines, limits));
          });
        const erasing = database().transaction(() => holder.erase(customerId));
        if (!meanwhile) await erasing;
        // A row that is gone when it is looked at is told of again, as every event that fails.
        await Promise.allSettled([erasing, cancelling()]);
        await cancelling();
        expect(await rowsOf(customerId)).toEqual([0, 0, 0, 0]);
      }
    });

    it('[P30] does not come back with an order that is heard to be placed while the erasure waits for the cart', async () => {
      const { customerId, place, cancel } = await anOrder();
      const [taken, going] = [signal(), signal()];
      const change = carts.change.bind(carts);
      jest.spyOn(carts, 'change').mockImplementationOnce(async (...asked) => {
        const lines = await change(...asked);
        taken.give();
        await going.given;
        return lines;
      });
      const placing = place();
      await taken.given;
      const asked = cartAskedFor();
      const erasing = erase(customerId);
      // On SQLite the erasure waits for its turn.
      if (database().dialect === 'mysql') await asked;
      going.give();
      await Promise.all([placing, erasing]);
      expect(await rowsOf(customerId)).toEqual([0, 0, 0, 0]);
      await cancel();
      expect(await rowsOf(customerId)).toEqual([0, 0, 0, 0]);
    });

    it('[P30] does not come back, whichever of order, cancellation and erasure is first', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const { customerId, place, cancel } = await anOrder();
        const [erasing] = await Promise.allSettled([erase(customerId), place(), cancel()]);
        expect(erasing.status).toBe('fulfilled');
        await place();
        await cancel();
        expect(await rowsOf(customerId)).toEqual([0, 0, 0, 0]);
      }
    });
  });
});

import { ManualClock, newId } from '#kernel';
import type { Config } from '#platform/config';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import type { CancelReason, OrderCancelled, OrderPlaced } from '../../order/events.js';
import { cartSchema } from '../adapters/schema.js';
import { SqlCarts } from '../adapters/sql-carts.js';
import { SqlTakeOuts } from '../adapters/sql-take-outs.js';
import type { CartLine, Units } from '../domain/cart-line.js';
import { GOES_BACK_WITHIN } from '../domain/take-out.js';
import { aLine } from '../testing/a-cart.js';
import { ReturnLinesOnOrderCancelled } from './return-lines-on-order-cancelled.js';
import { TakeLinesOnOrderPlaced } from './take-lines-on-order-placed.js';

const clock = new ManualClock();
const limits = { lines: 2, quantity: 999 };
const config = { cart: { linesMax: limits.lines } } as Config;

describe('what a cart hears of orders', () => {
  onEachDatabase([cartSchema, eventsSchema], (database) => {
    let carts: SqlCarts;
    let delivery: EventDelivery;
    beforeAll(() => {
      carts = new SqlCarts(database(), clock);
      const takeOuts = new SqlTakeOuts(database(), clock);
      delivery = new EventDelivery(database(), clock).subscribe(
        new TakeLinesOnOrderPlaced(takeOuts, carts),
        new ReturnLinesOnOrderCancelled(takeOuts, carts, config),
      );
    });

    const put = (customerId: string, ...lines: readonly CartLine[]) =>
      carts.change(customerId, (cart) => {
        for (const line of lines) cart.add(line, limits, line.addedAt);
      });
    const linesOf = async (customerId: string) =>
      (await carts.of(customerId)).lines.toSorted((a, b) => (a.skuId < b.skuId ? -1 : 1));
    /** The cart of somebody, and the news of an order that has these units. */
    const anOrder = (units: readonly Units[], customerId = newId()) => {
      const [orderId, at] = [newId(), clock.now()];
      const placed: OrderPlaced = { type: 'order.placed', orderId, customerId, lines: units, totalFen: 1, at };
      const cancelled = (reason: CancelReason = 'customer', after = 1): OrderCancelled => ({
        type: 'order.cancelled',
        orderId,
        lines: units,
        reason,
        at: new Date(at.getTime() + after),
      });
      return { customerId, orderId, placed, cancelled };
    };

    it('takes out the units of a placed order, whichever way it was placed', async () => {
      const [tea, cup] = [aLine({ quantity: 5 }), aLine({ quantity: 2, selected: false })];
      const { customerId, orderId, placed } = anOrder([
        { skuId: tea.skuId, quantity: 3 },
        { skuId: cup.skuId, quantity: 9 },
        { skuId: newId(), quantity: 1 },
      ]);
      await put(customerId, tea, cup);
      await delivery.publish(orderId, 1, placed);
      expect(await linesOf(customerId)).toEqual([{ ...tea, quantity: 2 }]);
    });

    it('[P54] takes out once, however often the news comes', async () => {
      const tea = aLine({ quantity: 5 });
      const { customerId, orderId, placed } = anOrder([{ skuId: tea.skuId, quantity: 2 }]);
      await put(customerId, tea);
      for (const version of [1, 2, 3]) await delivery.publish(orderId, version, placed);
      expect(await linesOf(customerId)).toEqual([{ ...tea, quantity: 3 }]);
    });

    it.each(['customer', 'timeout', 'staff'] as const)(
      '[P54] puts back what was taken out, exactly and once, when the order is cancelled (%s)',
      async (reason) => {
        const tea = aLine({ quantity: 1, selected: false });
        const { customerId, orderId, placed, cancelled } = anOrder([{ skuId: tea.skuId, quantity: 9 }]);
        await put(customerId, tea);
        await delivery.publish(orderId, 1, placed);
        expect(await linesOf(customerId)).toEqual([]);
        for (const version of [2, 3]) await delivery.publish(orderId, version, cancelled(reason));
        expect(await linesOf(customerId)).toEqual([{ ...tea, selected: true }]);
        await delivery.publish(orderId, 4, placed);
        expect(await linesOf(customerId)).toEqual([{ ...tea, selected: true }]);
      },
    );

    it('adds what comes back to what is there now, as far as the limits have room', async () => {
      const [tea, cup, pot] = [aLine({ quantity: 998 }), aLine(), aLine()];
      const { customerId, orderId, placed, cancelled } = anOrder([tea, cup]);
      await put(customerId, tea, cup);
      await delivery.publish(orderId, 1, placed);
      await put(customerId, { ...tea, quantity: 3, selected: false }, pot);
      await delivery.publish(orderId, 2, cancelled());
      const expected = [{ ...tea, quantity: 999 }, pot].toSorted((a, b) => (a.skuId < b.skuId ? -1 : 1));
      expect(await linesOf(customerId)).toEqual(expected);
    });

    it.each([
      ['after the hour', 'timeout', GOES_BACK_WITHIN + 1],
      ['of a person who is erased', 'erased', 1],
    ] as const)('puts nothing back %s', async (_, reason, after) => {
      const tea = aLine();
      const { customerId, orderId, placed, cancelled } = anOrder([tea]);
      await put(customerId, tea);
      await delivery.publish(orderId, 1, placed);
      await delivery.publish(orderId, 2, cancelled(reason, after));
      expect(await linesOf(customerId)).toEqual([]);
    });

    it('puts back what was cancelled in time, however late the news', async () => {
      const tea = aLine();
      const { customerId, orderId, placed, cancelled } = anOrder([tea]);
      await put(customerId, tea);
      await delivery.publish(orderId, 1, placed);
      clock.advance(5 * GOES_BACK_WITHIN);
      await delivery.publish(orderId, 2, cancelled('customer', GOES_BACK_WITHIN));
      expect(await linesOf(customerId)).toEqual([tea]);
    });

    it('[P54] leaves the cart as it is when an order is heard to be cancelled before it is heard to be placed', async () => {
      const tea = aLine();
      const { customerId, orderId, placed, cancelled } = anOrder([tea]);
      await put(customerId, tea);
      await delivery.publish(orderId, 2, cancelled());
      await delivery.publish(orderId, 1, placed);
      await delivery.publish(orderId, 3, cancelled());
      expect(await linesOf(customerId)).toEqual([tea]);
    });

    it('takes nothing of somebody without a cart, and puts nothing back', async () => {
      const { customerId, orderId, placed, cancelled } = anOrder([aLine()]);
      await delivery.publish(orderId, 1, placed);
      await delivery.publish(orderId, 2, cancelled());
      expect(await linesOf(customerId)).toEqual([]);
      expect(await delivery.recorded(orderId)).toEqual(['1 order.placed delivered', '2 order.cancelled delivered']);
      expect(await database().query('SELECT * FROM carts WHERE customer_id = ?', [customerId])).toEqual([]);
      const other = anOrder([aLine()]);
      await delivery.publish(other.orderId, 1, other.placed);
      const remembered = 'SELECT * FROM cart_take_outs WHERE order_id = ?';
      expect(await database().query(remembered, [other.orderId])).toEqual([]);
    });

    it('of two orders gives each its own back', async () => {
      const tea = aLine({ quantity: 5 });
      const first = anOrder([{ skuId: tea.skuId, quantity: 2 }]);
      const second = anOrder([{ skuId: tea.skuId, quantity: 9 }], first.customerId);
      await put(first.customerId, tea);
      for (const { orderId, placed } of [first, second]) await delivery.publish(orderId, 1, placed);
      expect(await linesOf(first.customerId)).toEqual([]);
      await delivery.publish(second.orderId, 2, second.cancelled());
      expect(await linesOf(first.customerId)).toEqual([{ ...tea, quantity: 3 }]);
      await delivery.publish(first.orderId, 2, first.cancelled());
      expect(await linesOf(first.customerId)).toEqual([tea]);
    });
  });
});

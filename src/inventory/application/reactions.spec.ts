import { ManualClock, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import type { OrderCancelled, OrderPaid, OrderRefunded } from '../../order/events.js';
import { InventoryQueries } from '../adapters/inventory.queries.js';
import { inventorySchema } from '../adapters/schema.js';
import { SqlReservations } from '../adapters/sql-reservations.js';
import { SqlStockItems } from '../adapters/sql-stock-items.js';
import { ReleaseStockOnOrderCancelled } from './release-stock-on-order-cancelled.js';
import { SellStockOnOrderPaid } from './sell-stock-on-order-paid.js';
import { StockRoom } from './stock-room.js';
import { TakeBackStockOnOrderRefunded } from './take-back-stock-on-order-refunded.js';

const clock = new ManualClock();
const at = clock.now();
const paid = (orderId: string): OrderPaid => ({ type: 'order.paid', orderId, lines: [], paymentId: newId(), at });
const cancelled = (orderId: string): OrderCancelled => ({
  type: 'order.cancelled',
  orderId,
  lines: [],
  reason: 'customer',
  at,
});

const refunded = (orderId: string, beforeShipment: boolean): OrderRefunded => ({
  type: 'order.refunded',
  orderId,
  lines: [],
  beforeShipment,
  at,
});

describe('what inventory hears of orders', () => {
  onEachDatabase([inventorySchema, eventsSchema], (database) => {
    let room: StockRoom;
    let queries: InventoryQueries;
    let delivery: EventDelivery;
    beforeAll(() => {
      const items = new SqlStockItems(database());
      const reservations = new SqlReservations(database(), clock);
      queries = new InventoryQueries(database());
      room = new StockRoom(items, reservations, queries, clock);
      delivery = new EventDelivery(database(), clock).subscribe(
        new SellStockOnOrderPaid(reservations, items),
        new ReleaseStockOnOrderCancelled(reservations, items),
        new TakeBackStockOnOrderRefunded(reservations, items),
      );
    });

    /** An order that holds 3 of 10. */
    const anOrder = async () => {
      const [skuId, orderId] = [newId(), newId()];
      await room.introduce([{ skuId, initial: 10 }]);
      await room.reserve([{ orderId, lines: [{ skuId, quantity: 3 }] }]);
      return { skuId, orderId };
    };
    const levels = async (skuId: string) => {
      const { available, reserved, sold } = await queries.stock(skuId);
      return { available, reserved, sold };
    };
    const ledger = async (skuId: string) =>
      (await queries.movements(skuId, { limit: 100, after: null, offset: null })).items.map(({ type }) => type);

    it('sells what a paid order holds', async () => {
      const { skuId, orderId } = await anOrder();
      await delivery.publish(orderId, 2, paid(orderId));
      expect(await levels(skuId)).toEqual({ available: 7, reserved: 0, sold: 3 });
      expect(await delivery.recorded(orderId)).toEqual(['2 order.paid delivered']);
    });

    it('puts back for sale what a cancelled order holds', async () => {
      const { skuId, orderId } = await anOrder();
      await delivery.publish(orderId, 2, cancelled(orderId));
      expect(await levels(skuId)).toEqual({ available: 10, reserved: 0, sold: 0 });
    });

    it.each([
      [true, { available: 10, reserved: 0, sold: 0 }],
      [false, { available: 7, reserved: 0, sold: 3 }],
    ])('takes refunded goods back, once, only when they never left the shop (%s)', async (beforeShipment, expected) => {
      const { skuId, orderId } = await anOrder();
      await delivery.publish(orderId, 2, paid(orderId));
      for (const version of [3, 4]) await delivery.publish(orderId, version, refunded(orderId, beforeShipment));
      expect(await levels(skuId)).toEqual(expected);
    });

    it('[I1] moves the units once, however often the news comes', async () => {
      const { skuId, orderId } = await anOrder();
      for (const version of [2, 3, 4]) await delivery.publish(orderId, version, cancelled(orderId));
      expect(await levels(skuId)).toEqual({ available: 10, reserved: 0, sold: 0 });
      expect(await ledger(skuId)).toEqual(['released', 'reserved', 'initial']);
    });

    it('moves nothing for news that comes too late', async () => {
      const { skuId, orderId } = await anOrder();
      await delivery.publish(orderId, 2, cancelled(orderId));
      await delivery.publish(orderId, 3, paid(orderId));
      expect(await levels(skuId)).toEqual({ available: 10, reserved: 0, sold: 0 });

      const other = await anOrder();
      await delivery.publish(other.orderId, 2, paid(other.orderId));
      await delivery.publish(other.orderId, 3, cancelled(other.orderId));
      expect(await levels(other.skuId)).toEqual({ available: 7, reserved: 0, sold: 3 });
    });

    it('moves nothing for an order that holds nothing', async () => {
      const orderId = newId();
      await delivery.publish(orderId, 2, paid(orderId), cancelled(orderId));
      expect(await delivery.recorded(orderId)).toEqual(['2 order.paid delivered', '2 order.cancelled delivered']);
    });
  });
});

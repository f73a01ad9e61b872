import { ManualClock, newId } from '#kernel';
import { cryptoSchema } from '#platform/crypto';
import { eventsSchema } from '#platform/events';
import type { PaymentSucceeded } from '../../src/payment/events.js';
import { InventoryQueries } from '../../src/inventory/adapters/inventory.queries.js';
import { inventorySchema } from '../../src/inventory/adapters/schema.js';
import { SqlReservations } from '../../src/inventory/adapters/sql-reservations.js';
import { SqlStockItems } from '../../src/inventory/adapters/sql-stock-items.js';
import { ReleaseStockOnOrderCancelled } from '../../src/inventory/application/release-stock-on-order-cancelled.js';
import { SellStockOnOrderPaid } from '../../src/inventory/application/sell-stock-on-order-paid.js';
import { StockRoom } from '../../src/inventory/application/stock-room.js';
import { aCipher } from '#platform/crypto/testing';
import { orderSchema } from '../../src/order/adapters/schema.js';
import { DetailsCipher } from '../../src/order/adapters/sealed-details.js';
import { SqlOrders } from '../../src/order/adapters/sql-orders.js';
import { CancelOrder } from '../../src/order/application/cancel-order.js';
import { SettleOrderOnPaymentSucceeded } from '../../src/order/application/settle-order-on-payment-succeeded.js';
import { aLine, anOrder } from '../../src/order/testing/an-order.js';
import { onEachDatabase } from '../support/databases.js';
import { EventDelivery } from '../support/event-delivery.js';
import { revocationSchema } from '#platform/revocation';

const clock = new ManualClock();
const HELD = { available: 7, reserved: 3, sold: 0 };
const SOLD = { available: 7, reserved: 0, sold: 3 };
const FREE = { available: 10, reserved: 0, sold: 0 };

describe('[I1] an order and its stock', () => {
  onEachDatabase([inventorySchema, orderSchema, eventsSchema, cryptoSchema, revocationSchema], (database) => {
    let orders: SqlOrders;
    let room: StockRoom;
    let stock: InventoryQueries;
    let delivery: EventDelivery;
    beforeAll(() => {
      const [items, reservations] = [new SqlStockItems(database()), new SqlReservations(database(), clock)];
      stock = new InventoryQueries(database());
      room = new StockRoom(items, reservations, stock, clock);
      delivery = new EventDelivery(database(), clock);
      orders = new SqlOrders(database(), delivery.outbox, new DetailsCipher(aCipher(database())));
      delivery.subscribe(
        new SettleOrderOnPaymentSucceeded(orders, clock),
        new SellStockOnOrderPaid(reservations, items),
        new ReleaseStockOnOrderCancelled(reservations, items),
      );
    });

    /** An order for 3 of 10. */
    const place = async () => {
      const [skuId, customerId] = [newId(), newId()];
      const order = anOrder({ customerId, lines: [aLine({ skuId, quantity: 3 })] });
      await room.introduce([{ skuId, initial: 10 }]);
      await database().transaction(async () => {
        await room.reserve([{ orderId: order.id, lines: order.units }]);
        await orders.add([{ order, details: { address: null, remark: null } }]);
      });
      return { orderId: order.id, skuId, customerId };
    };
    const pay = async (orderId: string) => {
      const [paymentId, at] = [newId(), clock.now()];
      const paidAt = at.toISOString();
      const amountFen = (await orders.get(orderId)).total.fen;
      const event: PaymentSucceeded = { type: 'payment.succeeded', paymentId, orderId, amountFen, paidAt, at };
      await delivery.publish(paymentId, 1, event);
    };
    const cancel = async ({ orderId, customerId }: { orderId: string; customerId: string }) => {
      // Its answer waits for the stock: there is nothing else to wait for.
      await new CancelOrder(orders, delivery.bus, clock).execute({ orderId, customerId });
    };
    const levels = async (skuId: string) => {
      const { available, reserved, sold } = await stock.stock(skuId);
      return { available, reserved, sold };
    };

    it('waits for its money with its stock reserved', async () => {
      const { skuId } = await place();
      expect(await levels(skuId)).toEqual(HELD);
    });

    it('sells the stock once, however often it is paid', async () => {
      const { orderId, skuId } = await place();
      await Promise.all([pay(orderId), pay(orderId), pay(orderId)]);
      await pay(orderId);
      expect(await levels(skuId)).toEqual(SOLD);
      expect((await orders.get(orderId)).status).toBe('PAID');
    });

    it('releases the stock once, however often it is cancelled', async () => {
      const placed = await place();
      await Promise.all([cancel(placed), cancel(placed)]);
      await cancel(placed);
      expect(await levels(placed.skuId)).toEqual(FREE);
    });

    it('stays cancelled when money arrives afterwards, which goes back, and its stock stays free', async () => {
      const placed = await place();
      await cancel(placed);
      await pay(placed.orderId);
      const { status, refunds } = (await orders.get(placed.orderId)).snapshot;
      expect(status).toBe('CANCELLED');
      expect(refunds).toMatchObject([{ status: 'APPROVED' }]);
      expect(await levels(placed.skuId)).toEqual(FREE);
    });

    it('has its stock sold or released, never both, when payment and cancellation race', async () => {
      const placed = await Promise.all(Array.from({ length: 10 }, place));
      await Promise.allSettled(placed.flatMap((one) => [pay(one.orderId), cancel(one)]));
      await delivery.bus.idle();
      for (const { orderId, skuId } of placed) {
        const { status } = await orders.get(orderId);
        expect(['PAID', 'CANCELLED']).toContain(status);
        expect(await levels(skuId)).toEqual(status === 'PAID' ? SOLD : FREE);
      }
    });
  });
});

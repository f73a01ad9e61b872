import { ManualClock, newId } from '#kernel';
import { cryptoSchema } from '#platform/crypto';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import type { PaymentSucceeded } from '../../payment/events.js';
import { aCipher } from '#platform/crypto/testing';
import { orderSchema } from '../adapters/schema.js';
import { DetailsCipher } from '../adapters/sealed-details.js';
import { SqlOrders } from '../adapters/sql-orders.js';
import { anOrder } from '../testing/an-order.js';
import { SettleOrderOnPaymentSucceeded } from './settle-order-on-payment-succeeded.js';
import { revocationSchema } from '#platform/revocation';

const clock = new ManualClock();
const paidAt = '2025-12-31T23:59:58.765Z';

describe('[I2] an order whose payment succeeded', () => {
  onEachDatabase([orderSchema, eventsSchema, cryptoSchema, revocationSchema], (database) => {
    let orders: SqlOrders;
    let delivery: EventDelivery;
    beforeAll(() => {
      delivery = new EventDelivery(database(), clock);
      orders = new SqlOrders(database(), delivery.outbox, new DetailsCipher(aCipher(database())));
      delivery.subscribe(new SettleOrderOnPaymentSucceeded(orders, clock));
    });

    const place = async () => {
      const order = anOrder();
      await orders.add([{ order, details: { address: null, remark: null } }]);
      return order.id;
    };
    const succeeded = (orderId: string, paymentId = newId()): PaymentSucceeded => ({
      type: 'payment.succeeded',
      paymentId,
      orderId,
      amountFen: 3990,
      paidAt,
      at: clock.now(),
    });
    const receive = async (event: PaymentSucceeded, version = 1) => delivery.publish(event.paymentId, version, event);

    it('is paid, at the time the payment provider says', async () => {
      const orderId = await place();
      await receive(succeeded(orderId));
      expect((await orders.get(orderId)).snapshot).toMatchObject({ status: 'PAID', paidAt: new Date(paidAt) });
      expect(await delivery.recorded(orderId)).toEqual(['1 order.placed delivered', '2 order.paid delivered']);
    });

    it('is paid once, however often the news comes', async () => {
      const orderId = await place();
      const event = succeeded(orderId);
      for (const version of [1, 2, 3]) await receive(event, version);
      expect((await orders.get(orderId)).snapshot).toMatchObject({ status: 'PAID', version: 2 });
      expect(await delivery.recorded(orderId)).toEqual(['1 order.placed delivered', '2 order.paid delivered']);
    });

    it('is paid once by payments that arrive at once; all others go back', async () => {
      const orderId = await place();
      await Promise.all(Array.from({ length: 10 }, () => receive(succeeded(orderId))));
      const { status, paymentId, refunds } = (await orders.get(orderId)).snapshot;
      expect(status).toBe('PAID');
      expect(refunds).toHaveLength(9);
      expect(refunds.filter((refund) => refund.status !== 'APPROVED' || refund.paymentId === paymentId)).toEqual([]);
    });

    it('stays cancelled when it was cancelled before, and the money goes back', async () => {
      const orderId = await place();
      await orders.change(orderId, (order) => order.cancel('timeout', clock.now()));
      const event = succeeded(orderId);
      await receive(event);
      const { status, refunds } = (await orders.get(orderId)).snapshot;
      expect(status).toBe('CANCELLED');
      expect(refunds).toMatchObject([{ id: event.paymentId, status: 'APPROVED', amount: { fen: 3990 } }]);
      expect((await delivery.recorded(orderId)).at(-1)).toBe('3 refund.approved delivered');
    });
  });
});

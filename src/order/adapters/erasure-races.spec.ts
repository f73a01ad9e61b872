import { newId } from '#kernel';
import { idempotencySchema } from '#platform/idempotency';
import { aCipher } from '#platform/crypto/testing';
import { ErasureMustWait } from '#platform/privacy';
import { onEachDatabase } from '../../../test/support/databases.js';
import { People, peopleSchemas, somewhere } from '../testing/people.js';
import { aCommand, idOf, Placing } from '../testing/placing.js';
import { SqlOrders } from './sql-orders.js';

const ROUNDS = 15;

describe('[P30] an erasure that races', () => {
  onEachDatabase([...peopleSchemas, idempotencySchema], (database) => {
    let people: People;
    beforeAll(() => {
      people = new People(database());
    });
    afterEach(() => jest.restoreAllMocks());

    it('with a payment: the erasure waits, or the money goes back, and nothing in between', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const { id, customerId } = await people.place();
        const paymentId = newId();
        const [erasure, payment] = await Promise.allSettled([people.erase(customerId), people.pay(id, paymentId)]);
        expect(payment.status).toBe('fulfilled');
        const { status, cancelReason, refunds } = (await people.orders.get(id)).snapshot;
        if (erasure.status === 'rejected') {
          expect(erasure.reason).toBeInstanceOf(ErasureMustWait);
          expect([status, refunds.length]).toEqual(['PAID', 0]);
        } else {
          expect([status, cancelReason]).toEqual(['CANCELLED', 'erased']);
          expect(refunds).toMatchObject([{ id: paymentId, status: 'APPROVED' }]);
        }
      }
    });

    it('with a payment that arrives after it has looked: the payment waits, and then goes back', async () => {
      const { id, customerId } = await people.place();
      let paying: Promise<unknown> = Promise.resolve();
      await people.erase(customerId, async () => {
        paying = database().outside(() => people.pay(id));
      });
      await paying;
      const { status, refunds } = (await people.orders.get(id)).snapshot;
      expect([status, refunds.map((refund) => refund.status)]).toEqual(['CANCELLED', ['APPROVED']]);
    });

    it('with a cancellation, an expiry or another erasure: the order is cancelled once', async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const { id, customerId } = await people.place();
        const rivals = [people.erase(customerId), people.cancel(id), people.erase(customerId)];
        for (const outcome of await Promise.allSettled(rivals)) expect(outcome.status).toBe('fulfilled');
        expect((await people.delivery.recorded(id)).map((event) => event.split(' ')[1])).toEqual([
          'order.placed',
          'order.cancelled',
        ]);
      }
    });

    it('with a shipment: goods under way keep the person', async () => {
      const { id, customerId } = await people.place();
      await people.pay(id);
      const [erasure] = await Promise.allSettled([people.erase(customerId), people.ship(id)]);
      expect(erasure.status).toBe('rejected');
      expect((await people.orders.get(id)).status).toBe('SHIPPED');
    });

    it('with a placement: nobody can read where it was to go, and it expires like any unpaid order', async () => {
      const placing = new Placing(database());
      const customerId = newId();
      placing.users.addresses.set(`${customerId} default`, somewhere);
      const { seal } = SqlOrders.prototype;
      // The address is sealed, the order not yet saved; and another process erases the customer.
      jest.spyOn(SqlOrders.prototype, 'seal').mockImplementation(async function (this: SqlOrders, ...details) {
        const sealed = await seal.apply(this, details);
        await people.erase(customerId);
        return sealed;
      });
      const [placement] = await placing.place(aCommand({ customerId, remark: '请放门口' }));
      jest.restoreAllMocks();
      const orderId = idOf(placement);

      const [row] = await database().query<{ address: string; remark: string }>(
        'SELECT address, remark FROM orders WHERE id = ?',
        [orderId],
      );
      expect(row).toEqual({ address: expect.stringContaining('v1.'), remark: expect.stringContaining('v1.') });
      const elsewhere = new People(database(), aCipher(database()));
      const opened = await elsewhere.details.open(orderId, row ?? { address: null, remark: null });
      expect(opened).toEqual({ address: null, remark: null });

      const { expiresAt } = (await people.orders.get(orderId)).snapshot;
      const claimed = await people.orders.claimExpired(10_000, expiresAt, new Date(expiresAt.getTime() + 15_000));
      expect(claimed.map((one) => one.orderId)).toContain(orderId);
      await people.orders.change(orderId, (order) => order.cancel('timeout', expiresAt));
      expect((await people.delivery.recorded(orderId)).at(-1)).toContain('order.cancelled');
    });
  });
});

import { ManualClock, newId } from '#kernel';
import type { Config } from '#platform/config';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import type { OrderDesk } from '../../order/index.js';
import { Payment } from '../domain/payment.js';
import { PaymentRefund } from '../domain/payment-refund.js';
import { PaymentPurge } from './purge.js';
import { paymentSchema } from './schema.js';
import { SqlPaymentRefunds } from './sql-payment-refunds.js';
import { SqlPayments } from './sql-payments.js';

const RETENTION = 1095 * 86_400_000;

describe('payments that were settled long ago', () => {
  onEachDatabase([eventsSchema, paymentSchema], (database) => {
    let clock: ManualClock;
    let payments: SqlPayments;
    let refunds: SqlPaymentRefunds;
    let kept: Set<string>;
    beforeEach(async () => {
      for (const table of ['payment_refunds', 'payments']) await database().execute(`DELETE FROM ${table}`);
      clock = new ManualClock();
      kept = new Set();
      const { outbox } = new EventDelivery(database(), clock);
      payments = new SqlPayments(database(), outbox);
      refunds = new SqlPaymentRefunds(database(), outbox);
    });
    const orders = {
      existing: async (ids: readonly string[]) => new Set(ids.filter((id) => kept.has(id))),
    } as Partial<OrderDesk> as OrderDesk;
    const purge = (retention: number | null = RETENTION) =>
      new PaymentPurge(database(), orders, clock, { backgroundJobs: true, order: { retention } } as Config).run();
    const left = async () =>
      (await database().query<{ id: string }>('SELECT id FROM payments ORDER BY id')).map(({ id }) => id);
    const attempt = async () => {
      const facts = { orderId: newId(), customerId: newId(), account: 'oAbC', amountFen: 1999, now: clock.now() };
      const payment = Payment.open({ id: newId(), orderExpiresAt: clock.now(), ...facts });
      await payments.add(payment);
      return payment;
    };
    const closed = async () => {
      const payment = await attempt();
      await payments.change(payment.id, (one) => one.close());
      return payment;
    };
    const paid = async () => {
      const payment = await attempt();
      const { attemptNo, id } = payment;
      const receipt = { attemptNo, transactionId: newId(), amountFen: 1999, paidAt: clock.now() };
      await payments.change(id, (one) => one.succeed(receipt, clock.now()));
      return payment;
    };
    const refund = async ({ id: paymentId, snapshot: { orderId } }: Payment) => {
      const refund = PaymentRefund.approved({ id: newId(), orderId, paymentId, amountFen: 1999, now: clock.now() });
      await refunds.add(refund);
      return refund.id;
    };

    it('are kept for good unless the shop says for how long', async () => {
      const { id } = await closed();
      clock.advance(100 * RETENTION);
      await purge(null);
      expect(await left()).toEqual([id]);
    });

    it('go with their refunds when their time is over and their order is gone, and not a moment before', async () => {
      await closed();
      const refundId = await refund(await paid());
      await refunds.change(refundId, (one) => one.learn({ outcome: 'succeeded', at: clock.now() }, clock.now()));
      clock.advance(RETENTION);
      await purge();
      expect(await left()).toHaveLength(2);
      clock.advance(1);
      await purge();
      expect([await left(), await refunds.find(refundId)]).toEqual([[], null]);
    });

    it('stay as long as their order does: its money may still have to go back', async () => {
      const payment = await paid();
      kept.add(payment.snapshot.orderId);
      clock.advance(2 * RETENTION);
      await purge();
      expect(await left()).toEqual([payment.id]);
      kept.clear();
      await purge();
      expect(await left()).toEqual([]);
    });

    it('stay while money is on its way, and for their time after it has arrived', async () => {
      const payment = await paid();
      clock.advance(2 * RETENTION);
      const refundId = await refund(payment);
      await purge();
      await refunds.change(refundId, (one) => one.learn({ outcome: 'processing' }, clock.now()));
      clock.advance(2 * RETENTION);
      await purge();
      await refunds.change(refundId, (one) => one.learn({ outcome: 'succeeded', at: clock.now() }, clock.now()));
      clock.advance(RETENTION);
      await purge();
      expect(await left()).toEqual([payment.id]);
      clock.advance(1);
      await purge();
      expect(await left()).toEqual([]);
    });

    it('are told from attempts that are open: those are never deleted', async () => {
      const { id } = await attempt();
      clock.advance(10 * RETENTION);
      await purge();
      expect(await left()).toEqual([id]);
    });

    it('go however many there are, also behind many that stay', async () => {
      const staying: string[] = [];
      for (let n = 0; n < 250; n++) {
        const { id, snapshot } = await closed();
        if (n < 120) kept.add(snapshot.orderId);
        if (n < 120) staying.push(id);
      }
      clock.advance(RETENTION + 1);
      await Promise.all([purge(), purge()]);
      await purge();
      expect(await left()).toEqual(staying);
    });
  });
});

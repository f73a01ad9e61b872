import { newId, SystemClock } from '#kernel';
import { EventBus, eventsSchema, Outbox, Reactions } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { Payment } from '../domain/payment.js';
import { PaymentRefund } from '../domain/payment-refund.js';
import type { RefundEvent } from '../events.js';
import { InMemoryPaymentRefunds } from './in-memory-payment-refunds.js';
import { paymentRefundsContract } from './payment-refunds.contract.js';
import { paymentSchema } from './schema.js';
import { SqlPaymentRefunds } from './sql-payment-refunds.js';
import { SqlPayments } from './sql-payments.js';

describe('refunds in memory', () => {
  const refunds = new InMemoryPaymentRefunds();
  paymentRefundsContract(
    () => refunds,
    () => Promise.resolve(newId()),
    (id) => Promise.resolve(refunds.published.filter(({ refundId }) => refundId === id)),
  );
});

describe('refunds', () => {
  onEachDatabase([eventsSchema, paymentSchema], (database) => {
    const outbox = () => {
      const nobody = new Reactions(null as never);
      const clock = new SystemClock();
      return new Outbox(database(), nobody, new EventBus(database(), nobody, clock), clock);
    };
    const aPayment = async () => {
      const now = new Date();
      const facts = { orderId: newId(), customerId: newId(), account: 'oAbC', amountFen: 1999, now };
      const payment = Payment.open({ id: newId(), orderExpiresAt: now, ...facts });
      await new SqlPayments(database(), outbox()).add(payment);
      return payment.id;
    };
    const published = async (id: string) => {
      const sql = 'SELECT payload FROM outbox WHERE aggregate_id = ? ORDER BY sequence';
      const rows = await database().query<{ payload: string }>(sql, [id]);
      return rows.map(({ payload }) => {
        const event = JSON.parse(payload) as RefundEvent;
        return { ...event, at: new Date(event.at) };
      });
    };
    paymentRefundsContract(() => new SqlPaymentRefunds(database(), outbox()), aPayment, published);

    it('are of a payment that exists', async () => {
      const refunds = new SqlPaymentRefunds(database(), outbox());
      const facts = { id: newId(), orderId: newId(), paymentId: newId(), amountFen: 1, now: new Date() };
      await expect(refunds.add(PaymentRefund.approved(facts))).rejects.toThrow();
    });
  });
});

import { ManualClock, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { CloseAttempt } from '../application/close-attempt.js';
import { CloseAttemptsOnOrderCancelled } from '../application/close-attempts-on-order-cancelled.js';
import { ConfirmPayment } from '../application/confirm-payment.js';
import { SettleAttempt } from '../application/settle-attempt.js';
import { TellShipmentOnOrderShipped } from '../application/tell-shipment-on-order-shipped.js';
import { Payment } from '../domain/payment.js';
import { PaymentRefund } from '../domain/payment-refund.js';
import { InMemoryGateway } from './in-memory-gateway.js';
import { OutboxRejections } from './outbox-rejections.js';
import { PersonalPayments } from './personal-payments.js';
import { paymentSchema } from './schema.js';
import { SqlPaymentRefunds } from './sql-payment-refunds.js';
import { SqlPayments } from './sql-payments.js';

const OPENID = 'oPlantedOpenidOfThePayer';

describe('what payments tell about those who paid', () => {
  onEachDatabase([eventsSchema, paymentSchema], (database) => {
    const clock = new ManualClock();
    let payments: SqlPayments;
    let refunds: SqlPaymentRefunds;
    let rejections: OutboxRejections;
    let holder: PersonalPayments;
    beforeAll(() => {
      const { outbox } = new EventDelivery(database(), clock);
      payments = new SqlPayments(database(), outbox);
      refunds = new SqlPaymentRefunds(database(), outbox);
      rejections = new OutboxRejections(database(), outbox, clock);
      holder = new PersonalPayments(database());
    });
    const attempt = async (customerId = newId(), orderId = newId()) => {
      const facts = { id: newId(), orderId, customerId, account: OPENID, amountFen: 1999, now: clock.now() };
      const payment = Payment.open({ ...facts, orderExpiresAt: clock.now() });
      await payments.add(payment);
      return payment;
    };
    const pay = async (payment: Payment) => {
      const receipt = { attemptNo: payment.attemptNo, transactionId: newId(), amountFen: 1999, paidAt: clock.now() };
      await payments.change(payment.id, (one) => one.succeed(receipt, clock.now()));
      return receipt;
    };
    const accountOf = async ({ id }: Payment) => (await payments.get(id)).snapshot.account;
    const all = async (personId: string) => {
      const records: object[] = [];
      for (const section of holder.sections(personId)) {
        expect(section.name).toBe('payments');
        for await (const record of section.records()) records.push(record);
      }
      return records;
    };

    it('is in their copy: attempts, amounts, times and what went back; not the account', async () => {
      const customerId = newId();
      const paid = await attempt(customerId);
      const { transactionId } = await pay(paid);
      const facts = { id: newId(), orderId: paid.snapshot.orderId, paymentId: paid.id, amountFen: 500 };
      await refunds.add(PaymentRefund.approved({ ...facts, now: clock.now() }));
      const open = await attempt(customerId);
      await attempt();
      const records = await all(customerId);
      const times = { createdAt: clock.now(), expiresAt: expect.any(Date) };
      const { attemptNo } = paid;
      const refund = { id: facts.id, amountFen: 500, status: 'pending', createdAt: clock.now(), refundedAt: null };
      expect(records).toEqual([
        {
          id: paid.id,
          attemptNo,
          orderId: facts.orderId,
          amountFen: 1999,
          status: 'succeeded',
          transactionId,
          ...times,
          paidAt: clock.now(),
          refunds: [refund],
        },
        {
          id: open.id,
          attemptNo: open.attemptNo,
          orderId: open.snapshot.orderId,
          amountFen: 1999,
          status: 'created',
          transactionId: null,
          ...times,
          paidAt: null,
          refunds: [],
        },
      ]);
      expect(JSON.stringify(records)).not.toContain(OPENID);
    });

    it('is read a hundred at a time, each payment once', async () => {
      const customerId = newId();
      const ids: string[] = [];
      for (let n = 0; n < 203; n++) ids.push((await attempt(customerId)).id);
      const query = jest.spyOn(database(), 'query');
      expect((await all(customerId)).map((record) => (record as { id: string }).id)).toEqual(ids);
      expect(query.mock.calls.filter(([sql]) => sql.includes('FROM payments'))).toHaveLength(3);
      query.mockRestore();
    });

    it('is without the account once they are erased, however often; those of others keep it', async () => {
      const customerId = newId();
      const [paid, open, other] = [await attempt(customerId), await attempt(customerId), await attempt()];
      await pay(paid);
      for (let n = 0; n < 2; n++) {
        await database().transaction(async () => {
          await holder.assertErasable();
          await holder.erase(customerId);
        });
      }
      expect([await accountOf(paid), await accountOf(open), await accountOf(other)]).toEqual(['', '', OPENID]);
      expect(await all(customerId)).toHaveLength(2);
      await payments.change(open.id, (payment) => payment.prepare('handle', clock.now()));
      expect(await accountOf(open)).toBe('');
    });

    it('does not come back with a change that was under way', async () => {
      const customerId = newId();
      const paid = await attempt(customerId);
      await Promise.all([
        pay(paid),
        database().transaction(() => holder.erase(customerId)),
        payments.change(paid.id, (payment) => payment.prepare('handle', clock.now())),
      ]);
      expect(await accountOf(paid)).toBe('');
    });

    it('is forgotten with the order, also for an attempt that began the moment the person was erased', async () => {
      const gateway = new InMemoryGateway(clock);
      const confirm = new ConfirmPayment(payments, rejections, clock);
      const close = new CloseAttempt(payments, gateway, new SettleAttempt(payments, gateway, confirm));
      const late = await attempt();
      const { orderId } = late.snapshot;
      const reaction = new CloseAttemptsOnOrderCancelled(payments, close);
      gateway.silent = true;
      const cancelled = { type: 'order.cancelled', orderId, lines: [], reason: 'erased', at: clock.now() } as const;
      await expect(reaction.handle(cancelled)).rejects.toMatchObject({ code: 6001 });
      expect(await accountOf(late)).toBe('');
      gateway.silent = false;
      await reaction.handle(cancelled);
      expect((await payments.get(late.id)).snapshot).toMatchObject({ status: 'closed', account: '' });
      await pay(late);
      expect((await payments.get(late.id)).snapshot).toMatchObject({ status: 'succeeded', account: '' });
    });

    it('is the account in no other column: neither in an event, dead or alive, nor in a refund or a rejection', async () => {
      const customerId = newId();
      const paid = await attempt(customerId);
      const receipt = await pay(paid);
      const confirm = new ConfirmPayment(payments, rejections, clock);
      await confirm.execute({ receipt: { ...receipt, amountFen: 1 }, key: 'N1' });
      const shipping = { tell: async () => 'refused-10060004' };
      const orders = { maskedContact: async () => null } as never;
      const shipped = { type: 'order.shipped', orderId: paid.snapshot.orderId, paymentId: paid.id } as const;
      const goods = { carrier: '顺丰', trackingNo: 'SF1', itemDescription: '龙井茶', at: clock.now() };
      await new TellShipmentOnOrderShipped(payments, orders, shipping, rejections).handle({ ...shipped, ...goods });
      const dead = await database().query(`SELECT type FROM outbox WHERE status = 'dead' ORDER BY type`);
      expect(dead.map(({ type }) => type)).toEqual([
        'payment.notification-rejected',
        'payment.shipping-information-refused',
      ]);
      for (const table of ['outbox', 'inbox', 'payment_refunds', 'payment_rejections'])
        expect(JSON.stringify(await database().query(`SELECT * FROM ${table}`))).not.toContain(OPENID);
      const rows = await database().query('SELECT * FROM payments WHERE customer_id = ?', [customerId]);
      const columns = rows.flatMap((row) =>
        Object.entries(row).flatMap(([name, value]) => (value === OPENID ? [name] : [])),
      );
      expect(columns).toEqual(['account']);
    });
  });
});

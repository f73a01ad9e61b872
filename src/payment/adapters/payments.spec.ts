import { newId, SystemClock } from '#kernel';
import type { Database } from '#platform/database';
import { EventBus, eventsSchema, Outbox, Reactions } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import type { PaymentEvent } from '../events.js';
import { InMemoryPayments } from './in-memory-payments.js';
import { InMemoryRejections } from './in-memory-rejections.js';
import { OutboxRejections } from './outbox-rejections.js';
import { paymentsContract } from './payments.contract.js';
import { paymentSchema } from './schema.js';
import { SqlPayments } from './sql-payments.js';

const clock = new SystemClock();

function outboxOn(database: Database): Outbox {
  const nobody = new Reactions(null as never);
  return new Outbox(database, nobody, new EventBus(database, nobody, clock), clock);
}

describe('payments in memory', () => {
  const payments = new InMemoryPayments();
  const published = (id: string) => payments.published.filter(({ paymentId }) => paymentId === id);
  paymentsContract(
    () => payments,
    (id) => Promise.resolve(published(id)),
  );
});

describe('rejections in memory', () => {
  it('keep one rejection of a key', async () => {
    const rejections = new InMemoryRejections();
    for (const reason of ['first', 'second'])
      await rejections.keep({ key: 'N1', reason, attemptNo: null, transactionId: null });
    expect([...rejections.kept.values()]).toMatchObject([{ reason: 'first' }]);
  });
});

describe('payments', () => {
  onEachDatabase([eventsSchema, paymentSchema], (database) => {
    const published = async (id: string) => {
      const rows = await database().query<{ payload: string }>('SELECT payload FROM outbox WHERE aggregate_id = ?', [
        id,
      ]);
      return rows.map(({ payload }) => {
        const event = JSON.parse(payload) as PaymentEvent;
        return { ...event, at: new Date(event.at) };
      });
    };
    paymentsContract(() => new SqlPayments(database(), outboxOn(database())), published);
  });
});

describe('rejected news', () => {
  onEachDatabase([eventsSchema, paymentSchema], (database) => {
    const keep = (key: string, attemptNo: string | null = null) =>
      new OutboxRejections(database(), outboxOn(database()), clock).keep({
        key,
        reason: 'another-amount',
        attemptNo,
        transactionId: '4200000000202611230000000001',
      });
    const dead = () =>
      database().query<{ aggregate_id: string; payload: string }>(
        `SELECT * FROM outbox WHERE status = 'dead' AND type = 'payment.notification-rejected' ORDER BY id`,
      );

    it('waits among the dead events, once, however often it comes at the same time', async () => {
      const attemptNo = `P${newId()}`;
      await Promise.all(Array.from({ length: 20 }, () => keep('N1', attemptNo)));
      const rows = await dead();
      expect(rows).toMatchObject([{ aggregate_id: attemptNo, last_error: 'another-amount' }]);
      expect(JSON.parse(rows[0]?.payload ?? '')).toMatchObject({ key: 'N1', reason: 'another-amount', attemptNo });
    });

    it('is kept whatever it calls itself', async () => {
      const before = (await dead()).length;
      for (const odd of ['', '订单', ' ', 'x'.repeat(200)]) await keep(odd, odd);
      expect(await dead()).toHaveLength(before + 4);
    });
  });
});

import { BeijingDay, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { Reconciling } from '../testing/reconciling.js';
import type { Repayment, Taking } from '../application/takings.js';
import { paymentSchema } from './schema.js';
import { SqlTakings } from './sql-takings.js';
import { auditSchema } from '#platform/audit';
import { idempotencySchema } from '#platform/idempotency';

const day = BeijingDay.of(new Date('2026-11-23T04:00:00.000Z'));

describe('the takings of a day', () => {
  onEachDatabase([eventsSchema, auditSchema, idempotencySchema, paymentSchema], (database) => {
    let shop: Reconciling;
    beforeEach(async () => {
      await database().execute('DELETE FROM payment_refunds');
      shop = await Reconciling.on(database());
    });
    const takings = () => new SqlTakings(database());
    const refund = async (refundedAt: Date | null, amountFen = 100) => {
      const { id: paymentId, snapshot } = await shop.paid();
      const id = newId();
      await database().execute(
        `INSERT INTO payment_refunds (id, order_id, payment_id, amount_fen, status, refunded_at, checks, created_at, version)
         VALUES (?, ?, ?, ?, ?, ?, 0, ?, 1)`,
        [id, snapshot.orderId, paymentId, amountFen, refundedAt ? 'succeeded' : 'processing', refundedAt, day.start],
      );
      return id;
    };

    it('are the payments that arrived on it, by the provider’s clock', async () => {
      const [first, last] = [await shop.paid(1, day.start), await shop.paid(1, new Date(day.end.getTime() - 1))];
      await shop.paid(1, new Date(day.start.getTime() - 1));
      await shop.paid(1, day.end);
      await shop.attempt();
      expect(await takings().payments(day, null, 10)).toEqual(
        [[first, day.start] as const, [last, new Date(day.end.getTime() - 1)] as const].map(
          ([{ id, snapshot }, at]) => ({
            paymentId: id,
            orderId: snapshot.orderId,
            paidAt: at,
          }),
        ),
      );
    });

    it('and the refunds that succeeded on it, whenever they were paid for', async () => {
      const id = await refund(day.at(23, 59), 700);
      for (const other of [day.end, new Date(day.start.getTime() - 1), null]) await refund(other);
      expect(await takings().refunds(day, null, 10)).toEqual([
        { refundId: id, amountFen: 700, refundedAt: day.at(23, 59) },
      ]);
    });

    it('are counted, and read page by page, those of one millisecond too', async () => {
      for (let n = 0; n < 3; n++) {
        await shop.paid(1, day.at(9, 0));
        await refund(day.at(9, 0));
      }
      await shop.paid(1, day.at(10, 0));
      const all = await takings().payments(day, null, 100);
      const pages: Taking[] = [];
      for (let last: Taking | null = null; ;) {
        const page: readonly Taking[] = await takings().payments(day, last, 2);
        pages.push(...page);
        last = page.at(-1) ?? null;
        if (page.length < 2) break;
      }
      const refunds: Repayment[] = [];
      for (let last: Repayment | null = null; refunds.length < 3; last = refunds.at(-1) ?? null)
        refunds.push(...(await takings().refunds(day, last, 1)));
      expect(pages).toEqual(all);
      expect(new Set(refunds.map(({ refundId }) => refundId)).size).toBe(3);
      expect(await takings().count(day)).toEqual({ payments: all.length, refunds: 3 });
    });
  });
});

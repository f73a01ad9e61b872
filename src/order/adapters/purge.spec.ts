import type { Config } from '#platform/config';
import { newId } from '#kernel';
import { onEachDatabase } from '../../../test/support/databases.js';
import { aLine, placedAt } from '../testing/an-order.js';
import { People, peopleSchemas } from '../testing/people.js';
import { OrderPurge } from './purge.js';

const DAY = 86_400_000;
const RETENTION = 1095 * DAY;

describe('orders that are over', () => {
  onEachDatabase(peopleSchemas, (database) => {
    let people: People;
    beforeEach(async () => {
      for (const table of ['order_refunds', 'order_lines', 'orders']) await database().execute(`DELETE FROM ${table}`);
      people = new People(database());
      people.clock.advance(placedAt.getTime() - people.clock.now().getTime());
    });
    const purge = (retention: number | null = RETENTION) =>
      new OrderPurge(database(), people.clock, { backgroundJobs: true, order: { retention } } as Config).run();
    const left = async () =>
      (await database().query<{ id: string }>('SELECT id FROM orders ORDER BY id')).map(({ id }) => id);
    const countOf = async (table: string) =>
      Number((await database().query(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.['n']);

    const cancelled = async () => {
      const { id } = await people.place({ lines: [aLine(), aLine()] });
      await people.cancel(id);
      return id;
    };
    const completed = async () => {
      const order = await people.place();
      await people.pay(order.id);
      await people.ship(order.id);
      await people.receive(order.id);
      return order;
    };
    const decide = (orderId: string, act: 'approve' | 'reject' | 'settle', refundId: string) =>
      people.orders.change(orderId, (order) => {
        if (act === 'reject') order.rejectRefund(refundId, null);
        else order.approveRefund(refundId, people.clock.now());
        if (act === 'settle') order.followRefund(refundId, 'SUCCEEDED', people.clock.now());
      });

    it('are kept for good unless the shop says for how long', async () => {
      const id = await cancelled();
      people.clock.advance(100 * RETENTION);
      await purge(null);
      expect(await left()).toEqual([id]);
    });

    it('go when their time is over, with their lines and refunds, and not a moment before', async () => {
      await cancelled();
      const refunded = await completed();
      await decide(refunded.id, 'settle', await people.askRefund(refunded));
      await decide((await completed()).id, 'reject', await refundOfLast());
      people.clock.advance(RETENTION);
      await purge();
      expect(await left()).toHaveLength(3);
      people.clock.advance(1);
      await purge();
      expect([await left(), await countOf('order_lines'), await countOf('order_refunds')]).toEqual([[], 0, 0]);
    });

    it('stay as long as they were touched later than they were placed', async () => {
      const { id } = await people.place();
      people.clock.advance(10 * DAY);
      await people.cancel(id);
      people.clock.advance(RETENTION);
      await purge();
      expect(await left()).toEqual([id]);
      people.clock.advance(1);
      await purge();
      expect(await left()).toEqual([]);
    });

    it('stay while money is asked for or on its way, however old they are, and for their time after it', async () => {
      const asked = await completed();
      const refundId = await people.askRefund(asked);
      const late = await cancelled();
      await people.pay(late);
      people.clock.advance(2 * RETENTION);
      await purge();
      expect(await left()).toEqual([asked.id, late].sort());
      await decide(asked.id, 'reject', refundId);
      const again = await people.askRefund(asked);
      await decide(asked.id, 'reject', again);
      await purge();
      expect(await left()).toEqual([asked.id, late].sort());
      people.clock.advance(RETENTION + 1);
      await purge();
      expect(await left()).toEqual([late]);
    });

    it('are told from orders that are not over: those are never deleted', async () => {
      const unpaid = await people.place();
      const paid = await people.place();
      await people.pay(paid.id);
      const shipped = await people.place();
      await people.pay(shipped.id);
      await people.ship(shipped.id);
      people.clock.advance(10 * RETENTION);
      await purge();
      expect(await left()).toEqual([unpaid.id, paid.id, shipped.id].sort());
    });

    it('go batch after batch until none is left, the events of all of them staying where they are', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 205; n++) ids.push(await cancelled());
      people.clock.advance(RETENTION + 1);
      const events = await countOf('outbox');
      await Promise.all([purge(), purge()]);
      await purge();
      expect([await left(), await countOf('order_lines')]).toEqual([[], 0]);
      expect(await countOf('outbox')).toBe(events);
    });

    it('stay when money is asked back the moment they were to go', async () => {
      const order = await completed();
      people.clock.advance(RETENTION + 1);
      const sealed = await people.orders.sealRefundText({ refundId: newId(), ...order }, 'reason', '退');
      const racing = people.orders.change(order.id, (one) => {
        one.requestRefund({ id: newId(), amount: null, reason: sealed }, people.clock.now());
      });
      const [asking] = await Promise.allSettled([racing, purge()]);
      // Whoever was first: no refund without its order, no order without its lines.
      expect(await left()).toEqual(asking.status === 'fulfilled' ? [order.id] : []);
      expect(await countOf('order_lines')).toBe(await countOf('orders'));
      expect(await countOf('order_refunds')).toBe(await countOf('orders'));
    });

    const refundOfLast = async () => {
      const [row] = await database().query<{ id: string; customer_id: string }>(
        'SELECT id, customer_id FROM orders ORDER BY id DESC LIMIT 1',
      );
      return people.askRefund({ id: row?.id ?? '', customerId: row?.customer_id ?? '' });
    };
  });
});

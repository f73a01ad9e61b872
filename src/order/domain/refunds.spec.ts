import fc from 'fast-check';
import { Money } from '#kernel';
import { aLine, anOrderIn } from '../testing/an-order.js';
import {
  OrderStatusForbids,
  RefundExceedsPayment,
  RefundNotFound,
  RefundStatusForbids,
  TooManyRefunds,
} from './errors.js';
import type { Order } from './order.js';
import { Refund, type RefundProgress, type RefundStatus } from './refund.js';

const now = new Date('2026-02-01T00:10:00.000Z');
/** With 1000 fen of freight. */
const TOTAL = 3990;
const paid = (status: 'PAID' | 'SHIPPED' | 'COMPLETED' = 'PAID') =>
  anOrderIn(status, { paymentId: 'payment', shippedAt: status === 'PAID' ? null : now });
const request = (order: Order, id: string, fen: number | null) =>
  order.requestRefund({ id, amount: fen === null ? null : Money.ofFen(fen), reason: 'sealed' }, now);
const statuses = (order: Order) => order.snapshot.refunds.map(({ status }) => status);

describe('a refund', () => {
  type Answer = RefundStatus | 'no news' | 4002;
  type Command = 'approve' | 'reject' | RefundProgress;
  /** The whole state machine. */
  const TRANSITIONS: Readonly<Record<RefundStatus, Readonly<Record<Command, Answer>>>> = {
    REQUESTED: {
      approve: 'APPROVED',
      reject: 'REJECTED',
      PROCESSING: 'no news',
      SUCCEEDED: 'no news',
      FAILED: 'no news',
    },
    APPROVED: { approve: 4002, reject: 4002, PROCESSING: 'PROCESSING', SUCCEEDED: 'SUCCEEDED', FAILED: 'FAILED' },
    PROCESSING: { approve: 4002, reject: 4002, PROCESSING: 'no news', SUCCEEDED: 'SUCCEEDED', FAILED: 'FAILED' },
    SUCCEEDED: { approve: 4002, reject: 4002, PROCESSING: 'no news', SUCCEEDED: 'no news', FAILED: 'no news' },
    FAILED: { approve: 4002, reject: 4002, PROCESSING: 'no news', SUCCEEDED: 'no news', FAILED: 'no news' },
    REJECTED: { approve: 4002, reject: 4002, PROCESSING: 'no news', SUCCEEDED: 'no news', FAILED: 'no news' },
  };
  const pairs = Object.entries(TRANSITIONS).flatMap(([status, row]) =>
    Object.entries(row).map(([command, answer]) => [status as RefundStatus, command as Command, answer] as const),
  );

  it.each(pairs)('%s answers %s with %s', (status, command, answer) => {
    const state = { id: 'r', paymentId: 'p', amount: Money.ofFen(1), reason: null, createdAt: now, rejection: null };
    const refund = new Refund({ ...state, status });
    const ask = () => {
      if (command === 'approve') return refund.approve();
      if (command === 'reject') return refund.reject('sealed');
      return refund.progress(command);
    };
    if (answer === 4002) {
      expect(ask).toThrow(RefundStatusForbids);
      expect(ask).toThrow(expect.objectContaining({ code: 4002, facts: { status } }) as Error);
    } else {
      const news = ask();
      if (command !== 'approve' && command !== 'reject') expect(news).toBe(answer !== 'no news');
    }
    expect(refund.status).toBe(answer === 4002 || answer === 'no news' ? status : answer);
  });
});

describe('refunds of an order', () => {
  it('are asked for fifty times at most, whatever becomes of them, and can then still be of all that is left', () => {
    const order = paid();
    for (let at = 1; at < 50; at += 1) {
      request(order, `${at}`, 1);
      if (at % 2) order.rejectRefund(`${at}`, null);
    }
    request(order, 'rest', null);
    order.rejectRefund('rest', null);
    expect(() => request(order, 'one more', 1)).toThrow(TooManyRefunds);
    expect(order.snapshot.refunds).toHaveLength(50);
  });

  it.each(['PAID', 'SHIPPED', 'COMPLETED'] as const)('of all that is left, when it is %s, refund it', (status) => {
    const order = paid(status);
    request(order, 'part', 990);
    request(order, 'rest', null);
    expect(order.snapshot.refunds.map(({ amount }) => amount.fen)).toEqual([990, TOTAL - 990]);
    for (const id of ['part', 'rest']) order.approveRefund(id, now);
    order.followRefund('part', 'SUCCEEDED', now);
    expect(order.status).toBe(status);
    order.followRefund('rest', 'PROCESSING', now);
    order.followRefund('rest', 'SUCCEEDED', now);
    order.followRefund('rest', 'PROCESSING', now);
    expect(order.status).toBe('REFUNDED');
    const events = order.takeEvents();
    expect(events.map(({ type }) => type)).toEqual(['refund.approved', 'refund.approved', 'order.refunded']);
    expect(events.at(-1)).toMatchObject({ beforeShipment: status === 'PAID', lines: order.units });
  });

  it.each([TOTAL + 1, Number.MAX_SAFE_INTEGER])('of %d fen exceed what was paid', (fen) => {
    expect(() => request(paid(), 'refund', fen)).toThrow(RefundExceedsPayment);
    expect(new RefundExceedsPayment()).toMatchObject({ code: 5003 });
  });

  it('count as refunded as soon as they are requested', () => {
    const order = paid();
    request(order, 'all', null);
    expect(() => request(order, 'more', 1)).toThrow(RefundExceedsPayment);
    expect(() => request(order, 'rest', null)).toThrow(RefundExceedsPayment);
  });

  it.each(['rejected', 'failed'])('that were %s may be asked for again', (outcome) => {
    const order = paid();
    request(order, 'first', null);
    if (outcome === 'rejected') order.rejectRefund('first', 'sealed');
    else {
      order.approveRefund('first', now);
      order.followRefund('first', 'FAILED', now);
    }
    request(order, 'second', null);
    expect(statuses(order)).toEqual([outcome.toUpperCase(), 'REQUESTED']);
  });

  it('under way hold the shipment back, requested ones do not', () => {
    const order = paid();
    request(order, 'refund', 1);
    order.approveRefund('refund', now);
    expect(() => order.ship({ carrier: '顺丰', trackingNo: 'SF1' }, now)).toThrow(OrderStatusForbids);
    const other = paid();
    request(other, 'refund', 1);
    other.ship({ carrier: '顺丰', trackingNo: 'SF1' }, now);
    expect(other.status).toBe('SHIPPED');
  });

  it('of a second payment do not count against the first', () => {
    const order = paid();
    order.pay({ id: 'second', amount: Money.ofFen(TOTAL), paidAt: now }, now);
    order.followRefund('second', 'SUCCEEDED', now);
    expect(order.status).toBe('PAID');
    request(order, 'all', null);
    expect(order.snapshot.refunds.at(-1)?.amount.fen).toBe(TOTAL);
  });

  it('that do not exist are not found', () => {
    const order = paid();
    expect(() => order.approveRefund('none', now)).toThrow(RefundNotFound);
    expect(() => order.rejectRefund('none', 'sealed')).toThrow(RefundNotFound);
    expect(() => order.followRefund('none', 'SUCCEEDED', now)).toThrow(RefundNotFound);
  });

  it('[P26] never exceed what was paid, whatever is asked in whatever order', () => {
    const command = fc.tuple(
      fc.constantFrom('request', 'approve', 'reject', 'succeed', 'fail'),
      fc.nat(9),
      fc.nat(4000),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const order = anOrderIn('PAID', { paymentId: 'payment', lines: [aLine()] });
        for (const [what, n, fen] of commands) {
          try {
            if (what === 'request') request(order, `r${n}-${order.snapshot.refunds.length}`, fen === 0 ? null : fen);
            const id = order.snapshot.refunds[n]?.id ?? 'none';
            if (what === 'approve') order.approveRefund(id, now);
            if (what === 'reject') order.rejectRefund(id, 'sealed');
            if (what === 'succeed') order.followRefund(id, 'SUCCEEDED', now);
            if (what === 'fail') order.followRefund(id, 'FAILED', now);
          } catch (error) {
            expect(error).toHaveProperty('code');
          }
          const held = order.snapshot.refunds.filter(({ status }) => status !== 'REJECTED' && status !== 'FAILED');
          const sum = held.reduce((fen, { amount }) => fen + amount.fen, 0);
          expect(sum).toBeLessThanOrEqual(order.total.fen);
          const back = held.filter(({ status }) => status === 'SUCCEEDED').reduce((f, { amount }) => f + amount.fen, 0);
          expect(order.status === 'REFUNDED').toBe(back === order.total.fen);
        }
      }),
    );
  });
});

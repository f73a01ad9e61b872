import { Money, MoneyOutOfRange } from '#kernel';
import { aLine, anOrder, anOrderIn, placedAt } from '../testing/an-order.js';
import { OrderNotFound, OrderPaidAlready, OrderStatusForbids, PriceHasChanged } from './errors.js';
import { Order } from './order.js';
import type { OrderStatus } from './order-status.js';

const now = new Date('2026-02-01T00:10:00.000Z');
const arrivedAt = new Date('2026-02-01T00:09:58.000Z');
const aPayment = (id: string, fen = 3990) => ({ id, amount: Money.ofFen(fen), paidAt: arrivedAt });

type Answer = OrderStatus | 'harmless' | 'allowed' | 'refund' | 4002 | 5002;
type Command = 'pay' | 'cancel' | 'mustBePayable' | 'ship' | 'receive' | 'requestRefund';

/** The whole state machine: what an order in a status answers when it is asked. `pay` is by another payment than before. */
const TRANSITIONS: Readonly<Record<OrderStatus, Readonly<Record<Command, Answer>>>> = {
  CREATED: {
    pay: 'PAID',
    cancel: 'CANCELLED',
    mustBePayable: 'allowed',
    ship: 4002,
    receive: 4002,
    requestRefund: 4002,
  },
  PAID: {
    pay: 'refund',
    cancel: 4002,
    mustBePayable: 5002,
    ship: 'SHIPPED',
    receive: 4002,
    requestRefund: 'refund',
  },
  SHIPPED: {
    pay: 'refund',
    cancel: 4002,
    mustBePayable: 5002,
    ship: 4002,
    receive: 'COMPLETED',
    requestRefund: 'refund',
  },
  COMPLETED: {
    pay: 'refund',
    cancel: 4002,
    mustBePayable: 5002,
    ship: 4002,
    receive: 'harmless',
    requestRefund: 'refund',
  },
  CANCELLED: {
    pay: 'refund',
    cancel: 'harmless',
    mustBePayable: 4002,
    ship: 4002,
    receive: 4002,
    requestRefund: 4002,
  },
  REFUNDED: {
    pay: 'refund',
    cancel: 4002,
    mustBePayable: 5002,
    ship: 4002,
    receive: 4002,
    requestRefund: 4002,
  },
};
const STATUSES = Object.keys(TRANSITIONS) as OrderStatus[];
const PAIRS = STATUSES.flatMap((status) =>
  Object.entries(TRANSITIONS[status]).map(([command, answer]) => [status, command as Command, answer] as const),
);

const ask = (order: Order, command: Command): void => {
  if (command === 'pay') return order.pay(aPayment('another'), now);
  if (command === 'cancel') return order.cancel('customer', now);
  if (command === 'ship') return order.ship({ carrier: '顺丰', trackingNo: 'SF2' }, now);
  if (command === 'receive') return order.receive(now);
  if (command === 'mustBePayable') return order.mustBePayable();
  order.requestRefund({ id: 'refund', amount: null, reason: 'sealed' }, now);
};

describe('an order', () => {
  it('is placed unpaid, and says so', () => {
    const lines = [
      aLine({ skuId: 'tea', priceFen: 2990, quantity: 2 }),
      aLine({ skuId: 'cup', priceFen: 10, quantity: 3 }),
    ];
    const order = anOrder({ id: 'order', customerId: 'shopper', lines });
    expect(order.snapshot).toMatchObject({ status: 'CREATED', createdAt: placedAt, paidAt: null, version: 1 });
    expect(order.total).toEqual(Money.ofFen(2 * 2990 + 3 * 10 + 1000));
    expect(order.takeEvents()).toEqual([
      {
        type: 'order.placed',
        orderId: 'order',
        customerId: 'shopper',
        lines: [
          { skuId: 'tea', quantity: 2 },
          { skuId: 'cup', quantity: 3 },
        ],
        totalFen: 7010,
        at: placedAt,
      },
    ]);
    expect(order.takeEvents()).toEqual([]);
  });

  it.each(PAIRS)('in status %s answers %s with %s', (status, command, answer) => {
    const order = anOrderIn(status);
    const before = { ...order.snapshot };

    if (typeof answer === 'number') {
      const refusal = answer === 5002 ? OrderPaidAlready : OrderStatusForbids;
      expect(() => ask(order, command)).toThrow(refusal);
      const data = answer === 5002 ? null : { status };
      expect(() => ask(order, command)).toThrow(expect.objectContaining({ code: answer, facts: data }) as Error);
    } else {
      ask(order, command);
    }

    const moves = STATUSES.includes(answer as OrderStatus);
    const changes = moves || answer === 'refund';
    expect(order.status).toBe(moves ? answer : status);
    expect(order.snapshot.version).toBe(changes ? before.version + 1 : before.version);
    const tells = moves || (answer === 'refund' && command === 'pay');
    expect(order.takeEvents()).toHaveLength(tells ? 1 : 0);
    expect(order.snapshot.refunds).toHaveLength(answer === 'refund' ? 1 : 0);
    if (!changes) expect(order.snapshot).toEqual(before);
  });

  it('remembers when the money arrived, and tells of it', () => {
    const order = anOrder({ id: 'order', lines: [aLine({ skuId: 'tea', quantity: 2 })] });
    order.takeEvents();
    order.pay(aPayment('payment', 6980), now);
    expect(order.snapshot).toMatchObject({ status: 'PAID', paymentId: 'payment', paidAt: arrivedAt, version: 2 });
    expect(order.takeEvents()).toEqual([
      {
        type: 'order.paid',
        orderId: 'order',
        lines: [{ skuId: 'tea', quantity: 2 }],
        paymentId: 'payment',
        at: now,
      },
    ]);
  });

  it('takes the same payment twice as once', () => {
    const order = anOrder();
    order.pay(aPayment('first'), now);
    order.takeEvents();
    order.pay(aPayment('first'), now);
    expect(order.takeEvents()).toEqual([]);
    expect(order.snapshot.refunds).toEqual([]);
  });

  it.each(['CANCELLED', 'PAID'] as const)('%s sends money that it does not wait for back, once and whole', (status) => {
    const order = anOrderIn(status, { paymentId: status === 'PAID' ? 'first' : null });
    order.pay(aPayment('late', 3990), now);
    order.pay(aPayment('late', 3990), now);
    expect(order.status).toBe(status);
    expect(order.snapshot.refunds).toEqual([
      {
        id: 'late',
        paymentId: 'late',
        amount: Money.ofFen(3990),
        reason: null,
        rejection: null,
        createdAt: now,
        status: 'APPROVED',
      },
    ]);
    const approved = { type: 'refund.approved', refundId: 'late', paymentId: 'late', amountFen: 3990, at: now };
    expect(order.takeEvents()).toEqual([{ ...approved, orderId: order.id }]);
  });

  it.each([1, 3989, 3991])('of 3990 fen is not paid by %d: they go back, once and whole, and it still waits', (fen) => {
    const order = anOrder();
    order.takeEvents();
    order.pay(aPayment('wrong', fen), now);
    order.pay(aPayment('wrong', fen), now);
    expect(order.snapshot).toMatchObject({ status: 'CREATED', paymentId: null, paidAt: null });
    expect(order.snapshot.refunds).toMatchObject([{ id: 'wrong', amount: { fen }, status: 'APPROVED' }]);
    expect(order.takeEvents()).toMatchObject([{ type: 'refund.approved', refundId: 'wrong', amountFen: fen }]);

    order.pay(aPayment('right'), now);
    expect(order.snapshot).toMatchObject({ status: 'PAID', paymentId: 'right' });
    order.followRefund('wrong', 'SUCCEEDED', now);
    expect(order.status).toBe('PAID');
  });

  it('is shipped once, and tells of it', () => {
    const order = anOrderIn('PAID', {
      paymentId: 'payment',
      lines: [aLine(), aLine({ productName: '茶杯' }), aLine()],
    });
    order.ship({ carrier: '顺丰', trackingNo: 'SF1' }, now);
    order.ship({ carrier: '顺丰', trackingNo: 'SF1' }, now);
    expect(() => order.ship({ carrier: '顺丰', trackingNo: 'SF9' }, now)).toThrow(OrderStatusForbids);
    const shipped = { orderId: order.id, paymentId: 'payment', carrier: '顺丰', trackingNo: 'SF1' };
    expect(order.takeEvents()).toEqual([
      { type: 'order.shipped', ...shipped, itemDescription: '龙井茶、茶杯', at: now },
    ]);
  });

  it.each(['customer', 'timeout', 'staff', 'erased'] as const)(
    'remembers that %s cancelled it, and tells of it',
    (by) => {
      const order = anOrder({ id: 'order', lines: [aLine({ skuId: 'tea', quantity: 2 })] });
      order.takeEvents();
      order.cancel(by, now);
      expect(order.snapshot).toMatchObject({ status: 'CANCELLED', cancelledAt: now, cancelReason: by, version: 2 });
      expect(order.takeEvents()).toEqual([
        { type: 'order.cancelled', orderId: 'order', lines: [{ skuId: 'tea', quantity: 2 }], reason: by, at: now },
      ]);
    },
  );

  it('keeps the first reason when it is cancelled twice', () => {
    const order = anOrder();
    order.cancel('timeout', now);
    order.cancel('customer', new Date());
    expect(order.snapshot).toMatchObject({ cancelReason: 'timeout', cancelledAt: now, version: 2 });
  });

  it('is as good as none to anybody but its owner', () => {
    const order = anOrder({ customerId: 'shopper' });
    expect(order.ownedBy('shopper')).toBe(order);
    expect(() => order.ownedBy('somebody else')).toThrow(OrderNotFound);
    expect(new OrderNotFound()).toMatchObject({ code: 4001, facts: null });
  });

  it('costs what the shopper saw, or is refused with what it costs now (4007)', () => {
    const order = anOrder();
    for (const seenFen of [3990, null]) expect(order.costing(seenFen)).toBe(order);
    for (const seenFen of [0, 3989, 3991]) expect(() => order.costing(seenFen)).toThrow(PriceHasChanged);
    expect(() => order.costing(0)).toThrow(expect.objectContaining({ code: 4007, facts: { totalFen: 3990 } }) as Error);
  });

  it('changes its own copy of the state it is restored from', () => {
    const state = anOrder().snapshot;
    Order.restore(state).cancel('customer', now);
    expect(state.status).toBe('CREATED');
  });

  it('whose total is beyond what can be counted is refused as invalid', () => {
    const quote = { goods: Money.ofFen(Number.MAX_SAFE_INTEGER), freight: Money.ofFen(1), discount: Money.zero };
    const place = () =>
      Order.place({ id: 'order', customerId: 'shopper', lines: [], quote, placedAt, expiresAt: placedAt });
    expect(place).toThrow(MoneyOutOfRange);
    expect(place).toThrow(expect.objectContaining({ code: 400 }) as Error);
  });

  it('tells that it has arrived, once', () => {
    const order = anOrderIn('SHIPPED');
    order.receive(now);
    order.receive(placedAt);
    expect(order.snapshot.completedAt).toEqual(now);
    expect(order.takeEvents()).toEqual([{ type: 'order.completed', orderId: order.id, at: now }]);
  });

  it('on its way has arrived when the provider of its payment says so', () => {
    const order = anOrderIn('SHIPPED', { paymentId: 'payment' });
    order.receiveIfProviderConfirms('another', now);
    expect(order.status).toBe('SHIPPED');
    order.receiveIfProviderConfirms('payment', now);
    expect(order.snapshot).toMatchObject({ status: 'COMPLETED', completedAt: now });
  });

  it('that is not on its way stays as it is whatever the provider says', () => {
    const order = anOrderIn('PAID', { paymentId: 'payment' });
    order.receiveIfProviderConfirms('payment', now);
    expect(order.status).toBe('PAID');
  });

  it('names its goods to the carrier in as many characters as WeChat takes, whole ones', () => {
    const order = anOrderIn('PAID', { lines: [aLine({ productName: '🍵'.repeat(121) })] });
    order.ship({ carrier: '顺丰', trackingNo: 'SF1' }, now);
    expect(order.takeEvents()).toMatchObject([{ itemDescription: '🍵'.repeat(120) }]);
  });

  it.each(['SF1', 'SF2'])('that has arrived is not shipped again, neither as %s nor otherwise', (trackingNo) => {
    const order = anOrderIn('PAID');
    order.ship({ carrier: '顺丰', trackingNo: 'SF1' }, now);
    order.receive(now);
    expect(() => order.ship({ carrier: '顺丰', trackingNo }, now)).toThrow(OrderStatusForbids);
  });

  it('is shipped by one carrier', () => {
    const order = anOrderIn('PAID');
    order.ship({ carrier: '顺丰', trackingNo: 'SF1' }, now);
    expect(() => order.ship({ carrier: '圆通', trackingNo: 'SF1' }, now)).toThrow(OrderStatusForbids);
    expect(order.snapshot).toMatchObject({ shipment: { carrier: '顺丰', trackingNo: 'SF1' }, shippedAt: now });
  });

  it('whose payment nobody knows is neither shipped nor refunded', () => {
    const order = anOrderIn('PAID', { paymentId: null });
    expect(() => ask(order, 'ship')).toThrow(OrderStatusForbids);
    expect(() => ask(order, 'requestRefund')).toThrow(OrderStatusForbids);
  });
});

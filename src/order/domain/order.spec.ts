import { Money, MoneyOutOfRange } from '#kernel';
import { aLine, anOrder, anOrderIn, placedAt } from '../testing/an-order.js';
import { OrderNotFound, OrderPaidAlready, OrderStatusForbids } from './errors.js';
import { Order, type OrderStatus } from './order.js';

const now = new Date('2026-02-01T00:10:00.000Z');
const arrivedAt = new Date('2026-02-01T00:09:58.000Z');

type Answer = OrderStatus | 'harmless' | 'allowed' | 4002 | 5002;

/** The whole state machine: what an order in a status answers when it is asked. */
const TRANSITIONS: Readonly<Record<OrderStatus, Record<'pay' | 'cancel' | 'mustBePayable', Answer>>> = {
  CREATED: { pay: 'PAID', cancel: 'CANCELLED', mustBePayable: 'allowed' },
  PAID: { pay: 'harmless', cancel: 4002, mustBePayable: 5002 },
  SHIPPED: { pay: 'harmless', cancel: 4002, mustBePayable: 5002 },
  COMPLETED: { pay: 'harmless', cancel: 4002, mustBePayable: 5002 },
  CANCELLED: { pay: 'harmless', cancel: 'harmless', mustBePayable: 4002 },
  REFUNDED: { pay: 'harmless', cancel: 4002, mustBePayable: 5002 },
};
const STATUSES = Object.keys(TRANSITIONS) as OrderStatus[];
const COMMANDS = ['pay', 'cancel', 'mustBePayable'] as const;
const PAIRS = STATUSES.flatMap((status) =>
  COMMANDS.map((command) => [status, command, TRANSITIONS[status][command]] as const),
);

const ask = (order: Order, command: (typeof COMMANDS)[number]): boolean | void => {
  if (command === 'pay') return order.pay('payment', arrivedAt, now);
  if (command === 'cancel') return order.cancel('customer', now);
  return order.mustBePayable();
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

    const moves = answer === 'PAID' || answer === 'CANCELLED';
    expect(order.status).toBe(moves ? answer : status);
    expect(order.snapshot.version).toBe(moves ? before.version + 1 : before.version);
    expect(order.takeEvents()).toHaveLength(moves ? 1 : 0);
    if (!moves) expect(order.snapshot).toEqual(before);
  });

  it('remembers when the money arrived, and tells of it', () => {
    const order = anOrder({ id: 'order', lines: [aLine({ skuId: 'tea', quantity: 2 })] });
    order.takeEvents();
    expect(order.pay('payment', arrivedAt, now)).toBe(true);
    expect(order.snapshot).toMatchObject({ status: 'PAID', paidAt: arrivedAt, version: 2 });
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

  it('is paid for once: a second payment is told that it pays for nothing', () => {
    const order = anOrder();
    order.pay('first', arrivedAt, now);
    expect(order.pay('second', now, now)).toBe(false);
    expect(order.snapshot.paidAt).toBe(arrivedAt);
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
});

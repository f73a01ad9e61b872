import { anOrderIn } from '../testing/an-order.js';
import type { OrderStatus } from './order-status.js';
import { Refund, type RefundStatus } from './refund.js';
import { MONEY_OWED, owesGoods, UNFINISHED } from './still-owed.js';

const now = new Date('2026-02-01T00:10:00.000Z');

/** Whether somebody with such an order has to wait until they are erased, and whether it may still change. */
const ORDERS: Readonly<Record<OrderStatus, { readonly owed: boolean; readonly unfinished: boolean }>> = {
  CREATED: { owed: false, unfinished: true },
  PAID: { owed: true, unfinished: true },
  SHIPPED: { owed: true, unfinished: true },
  COMPLETED: { owed: false, unfinished: false },
  CANCELLED: { owed: false, unfinished: false },
  REFUNDED: { owed: false, unfinished: false },
};
/** The same of a refund. */
const REFUNDS: Readonly<Record<RefundStatus, boolean>> = {
  REQUESTED: true,
  APPROVED: true,
  PROCESSING: true,
  SUCCEEDED: false,
  FAILED: false,
  REJECTED: false,
};

describe('what keeps somebody from being erased', () => {
  it.each(Object.entries(ORDERS))('of an order that is %s is %o', (status, { owed, unfinished }) => {
    expect(owesGoods(status as OrderStatus)).toBe(owed);
    expect(UNFINISHED.includes(status as OrderStatus)).toBe(unfinished);
  });

  it.each(Object.entries(REFUNDS))('is a refund that is %s: %s', (status, owed) => {
    expect(MONEY_OWED.includes(status as RefundStatus)).toBe(owed);
  });

  it('is money that came too late, from the moment it goes back', () => {
    const order = anOrderIn('CANCELLED');
    order.pay({ id: 'late', amount: order.total, paidAt: now }, now);
    expect(order.snapshot.refunds.map((refund) => MONEY_OWED.includes(new Refund(refund).status))).toEqual([true]);
  });
});

import type { OrderStatus } from './order-status.js';
import { type RefundStatus, UNDER_WAY } from './refund.js';

// Nobody is erased who is still owed goods or money (1005).

const GOODS_OWED: readonly OrderStatus[] = ['PAID', 'SHIPPED'];

/** Goods are owed for these orders or may be at any moment: none of them may change while an erasure is decided and done. */
export const UNFINISHED: readonly OrderStatus[] = ['CREATED', ...GOODS_OWED];

/** Money is owed for these refunds, whatever has become of their order: what comes late goes back by itself. */
export const MONEY_OWED: readonly RefundStatus[] = ['REQUESTED', ...UNDER_WAY];

/** Whether goods were paid for that have not arrived. */
export function owesGoods(status: OrderStatus): boolean {
  return GOODS_OWED.includes(status);
}

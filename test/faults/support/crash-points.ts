import type { Failpoint } from './failpoints.js';

/** Transactions, by what they are for: requests, reactions, jobs. */
const COMMITS = [
  'PlaceOrders',
  'POST /api/v1/orders/:id/payment',
  'POST /api/v1/orders/:id/payment/sync',
  'POST /api/v1/orders/:id/cancel',
  'POST /api/v1/orders/:id/refunds',
  'POST /api/v1/admin/refunds/:id/approval',
  'POST /api/v1/admin/orders/:id/shipment',
  'POST /api/v1/payments/wechat/notifications',
  'POST /api/v1/payments/wechat/refund-notifications',
  'SettleOrderOnPaymentSucceeded',
  'SellStockOnOrderPaid',
  'ReleaseStockOnOrderCancelled',
  'CloseAttemptsOnOrderCancelled',
  'StartRefundOnRefundApproved',
  'FollowRefundOnRefundStarted',
  'FollowRefundOnRefundSucceeded',
  'TakeBackStockOnOrderRefunded',
  'SettleRefunds',
  'OutboxPoller',
  'ExpireOrders',
];
const CALLS = ['prepay', 'query', 'close', 'refund'];
const EVENTS = [
  'order.paid',
  'order.cancelled',
  'order.shipped',
  'order.refunded',
  'refund.approved',
  'payment.succeeded',
  'payment.refund-started',
  'payment.refund-succeeded',
];

const around = (what: 'commit' | 'call' | 'publish', names: readonly string[]) =>
  names.flatMap((of) => [{ place: `before-${what}`, of } as const, { place: `after-${what}`, of } as const]);

/** Every named place in which a process of the shop is killed. */
export const CRASH_POINTS: readonly Pick<Failpoint, 'place' | 'of'>[] = [
  ...around('commit', COMMITS),
  ...around('call', CALLS),
  ...around('publish', EVENTS),
];

import { randomUUID } from 'node:crypto';
import { beijingTime } from './beijing-time.js';
import type { PaidTransaction, Refund } from './ledger.js';
import { encryptResource } from './signing.js';
import { refundNotificationView, transactionView } from './views.js';

export interface Notification {
  id: string;
  eventType: string;
  outTradeNo: string;
  outRefundNo: string | null;
  url: string;
  body: string;
}

interface Shop {
  appId: string;
  merchantId: string;
  apiV3Key: string;
}

/** What the changes do not name stays; objects (`amount`, `payer`) are merged one level deep. */
type Changes = Record<string, unknown> | undefined;

export function paymentNotification(
  transaction: PaidTransaction,
  shop: Shop,
  now: Date,
  changes?: Changes,
): Notification {
  // Sent for the payment: what was refunded since does not show.
  const resource = transactionView({ ...transaction, refunds: [] }, shop);
  const { outTradeNo, notifyUrl } = transaction.prepay;
  const body = encrypted('TRANSACTION.SUCCESS', '支付成功', 'transaction', merge(resource, changes), shop, now);
  return { ...body, outTradeNo, outRefundNo: null, url: notifyUrl };
}

const refundSummaries = { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭', PROCESSING: '退款处理中' };

/** Nothing without a notify_url or before the refund is decided. */
export function refundNotification(refund: Refund, shop: Shop, now: Date, changes?: Changes): Notification | undefined {
  if (refund.notifyUrl === undefined || refund.status === 'PROCESSING') return undefined;
  const resource = merge(refundNotificationView(refund, shop), changes);
  const body = encrypted(`REFUND.${refund.status}`, refundSummaries[refund.status], 'refund', resource, shop, now);
  const { outTradeNo } = refund.transaction.prepay;
  return { ...body, outTradeNo, outRefundNo: refund.outRefundNo, url: refund.notifyUrl };
}

function encrypted(
  eventType: string,
  summary: string,
  type: 'transaction' | 'refund',
  resource: Record<string, unknown>,
  shop: Shop,
  now: Date,
): { id: string; eventType: string; body: string } {
  const id = randomUUID();
  const body = JSON.stringify({
    id,
    create_time: beijingTime(now),
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary,
    resource: { original_type: type, ...encryptResource(shop.apiV3Key, type, JSON.stringify(resource)) },
  });
  return { id, eventType, body };
}

function merge(resource: Record<string, unknown>, changes: Changes): Record<string, unknown> {
  const merged = { ...resource };
  for (const [name, value] of Object.entries(changes ?? {})) {
    const present = merged[name];
    merged[name] = isObject(present) && isObject(value) ? { ...present, ...value } : value;
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

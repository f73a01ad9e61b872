import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  OrderClosed,
  SignatureRefused,
  TransactionNotFound,
  UndecipherableNotification,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '#wechat';
import type { RefundRefusal } from '../application/payment-gateway.js';
import { NotificationForged, NotificationIllegible } from '../domain/errors.js';
import type { RefundOutcome } from '../domain/payment-refund.js';

/** What remains untranslated is for the operator: credentials or requests that WeChat refuses. */
export function inOurWords(error: unknown): unknown {
  if (error instanceof WechatQuotaReached) return new WechatLimitReached(error.retryAfterSeconds);
  if (error instanceof WechatUnreachable || error instanceof WechatBusy) {
    return new WechatUnavailable(error.retryAfterSeconds);
  }
  if (error instanceof SignatureRefused) return new NotificationForged();
  if (error instanceof UndecipherableNotification) return new NotificationIllegible();
  return error;
}

/** After these the same refund is refused whenever it is sent (WeChat Pay APIv3, refunds). */
const FINAL: ReadonlySet<unknown> = new Set([
  'INVALID_REQUEST',
  'PARAM_ERROR',
  'USER_ACCOUNT_ABNORMAL',
  'RESOURCE_NOT_EXISTS',
]);

/** This also comes for what a moment later is in order, and its text, which alone could tell, may hold what must reach no log. */
const PERHAPS_TOO_SOON = 'INVALID_REQUEST';

type Stuck = Extract<RefundOutcome, { readonly outcome: 'stuck' }>;

/**
 * What WeChat's no to a refund means; null when it is none, and what became of the refund is unknown. Any no but a final
 * one, such as too little money in the merchant's account (NOT_ENOUGH), ends when somebody does something about it.
 */
export function refundRefusal(error: unknown): RefundRefusal | Stuck | null {
  const isNo = error instanceof WechatRefused || error instanceof TransactionNotFound || error instanceof OrderClosed;
  if (!isNo) return null;
  const code = String(error.code).slice(0, 64);
  const isFinal = error instanceof OrderClosed || FINAL.has(error.code);
  if (!isFinal) return { outcome: 'stuck', code, taken: false };
  return { outcome: 'refused', code, perhapsTooSoon: code === PERHAPS_TOO_SOON };
}

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

/** The merchant's account at WeChat Pay holds too little: the same refund works once there is more (WeChat Pay APIv3). */
const BALANCE_TOO_LOW = 'NOT_ENOUGH';

/** What WeChat's no to a refund means; null when it is none, and what became of the refund is unknown. */
export function refundRefusal(error: unknown): RefundOutcome | null {
  const final = error instanceof WechatRefused || error instanceof TransactionNotFound || error instanceof OrderClosed;
  if (!final) return null;
  const code = String(error.code).slice(0, 64);
  return code === BALANCE_TOO_LOW ? { outcome: 'stuck', code, taken: false } : { outcome: 'failed', code };
}

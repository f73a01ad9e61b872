import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  SignatureRefused,
  UndecipherableNotification,
  WechatBusy,
  WechatQuotaReached,
  WechatUnreachable,
} from '#wechat';
import { NotificationForged, NotificationIllegible } from '../domain/errors.js';

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

import type { Suggestion } from './content-rules.js';
import type { ReceiptMethod, RefundStatus } from './ledger.js';

/** Who signs in: a name always maps to the same openid; `openid` chooses it exactly. Default: the user `default`. */
export interface LoginRequest {
  user?: string;
  openid?: string;
}

export interface PhoneCodeRequest extends LoginRequest {
  /** Without the country code; one is made from the user's name if absent. */
  phone?: string;
  /** WeChat answers it as a string or as a number: it is passed on as given. Default `'86'`. */
  countryCode?: string | number;
}

export interface EncryptedDataRequest extends LoginRequest {
  /** What is encrypted; a watermark is added unless it has one. */
  data?: Record<string, unknown>;
}

/** What `wx.getUserProfile` and its kin hand to a page. */
export interface EncryptedData {
  encryptedData: string;
  iv: string;
  rawData: string;
  signature: string;
}

/** What shall happen to a notification. */
export interface NotificationWish {
  /** `false` loses it. */
  notify?: boolean;
  /** How many more times the same notification is sent. */
  duplicates?: number;
  /** Real milliseconds before it is sent. */
  delayMs?: number;
  /** `random`, `key`, `serial`, `stale`, `signtest` or `tampered`: spoils the signature of every attempt. */
  forgery?: string;
  /** Merged over the decrypted resource before it is signed: a true signature around a wrong amount, app or merchant. */
  changes?: Record<string, unknown>;
}

/** The arguments of `wx.requestPayment`, and what shall happen to the notification. */
export interface PayRequest extends NotificationWish {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: string;
  paySign: string;
  /** Default: the simulator's app. */
  appId?: string;
  /** ISO 8601; dates the payment, for reconciliation tests. Default: now. */
  successTime?: string;
}

export interface PayOrderRequest extends NotificationWish {
  outTradeNo: string;
  successTime?: string;
}

export interface PayResult {
  transactionId: string;
  outTradeNo: string;
}

export interface ResendRequest {
  /** Of a paid transaction, unless `outRefundNo` is given. */
  outTradeNo?: string;
  outRefundNo?: string;
  /** How many are sent at once; default 1. */
  times?: number;
  /** As in `NotificationWish`. */
  changes?: Record<string, unknown>;
  forgery?: string;
}

export interface SettleRefundRequest extends NotificationWish {
  outRefundNo: string;
  status: Exclude<RefundStatus, 'PROCESSING'>;
}

export interface ReceiptRequest {
  outTradeNo: string;
  /** Default 2: by the shopper. */
  method?: ReceiptMethod;
}

export interface ConsentRequest extends LoginRequest {
  templateId: string;
  /** Default 1; negative takes consents back. */
  count?: number;
}

export interface MediaOutcomeRequest {
  traceId: string;
  suggest: Suggestion;
  label?: number;
}

export interface PushEventRequest extends LoginRequest {
  /** Its name; absent for a message that is no event. */
  event?: string;
  /** Whatever else it carries, `MsgType` and `MsgId` too. */
  fields?: Record<string, unknown>;
  /** How many are sent at once; default 1. */
  times?: number;
}

export interface ClockRequest {
  /** Added to the machine's time. */
  skewMs?: number;
  /** 60: WeChat's minutes between two attempts are seconds. */
  timeScale?: number;
  /** Time that passes at once: added to `skewMs`, and taken off whatever the schedules wait for. */
  skipMs?: number;
}

import {
  AlreadyPaid,
  BillNotReady,
  BillNotThere,
  CredentialsRefused,
  LoginCodeRefused,
  MessageRefused,
  NoRecentVisit,
  NotSubscribed,
  OrderClosed,
  PageNotPublished,
  PayerIsPaying,
  PhoneCodeRefused,
  SessionKeyRefused,
  ShippingNotYetKnown,
  ShippingRefused,
  TransactionNotFound,
  UserBlockedByWechat,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  type Refusal,
  type WechatError,
} from './errors.js';

export type RefusalClass = new (refusal: Refusal) => WechatError;
export type RefusalTable = Readonly<Record<number | string, RefusalClass>>;

/** errcodes that mean the same on every mini-program endpoint. */
export const anyMiniProgramCall: RefusalTable = {
  [-1]: WechatBusy,
  45009: WechatQuotaReached, // of the day
  45011: WechatQuotaReached, // of the minute
  40001: CredentialsRefused, // wrong secret, or an access_token refused even when it was new
  40013: CredentialsRefused, // invalid appid
  40014: CredentialsRefused, // as 40001
  40125: CredentialsRefused, // invalid secret
  40164: CredentialsRefused, // our address is not on the white list
  41001: CredentialsRefused, // access_token missing
  41002: CredentialsRefused, // appid missing
  42001: CredentialsRefused, // as 40001
  48001: CredentialsRefused, // this API is not granted to us
};

export const login: RefusalTable = {
  40029: LoginCodeRefused, // invalid or expired
  40163: LoginCodeRefused, // used; undocumented, real
  40226: UserBlockedByWechat,
};

export const phoneNumber: RefusalTable = {
  40003: PhoneCodeRefused, // the openid is not the one the code was made for
  40029: PhoneCodeRefused,
  40163: PhoneCodeRefused,
};

export const sessionKey: RefusalTable = {
  87009: SessionKeyRefused, // the signature was not made with the present session_key
};

export const subscribeMessage: RefusalTable = {
  43101: NotSubscribed,
  40003: MessageRefused, // openid
  40037: MessageRefused, // template
  41030: MessageRefused, // page
  47003: MessageRefused, // a value breaks the limits of its field
};

export const contentCheck: RefusalTable = {
  61010: NoRecentVisit,
};

export const codeImage: RefusalTable = {
  41030: PageNotPublished,
};

export const shipping: RefusalTable = {
  10060001: ShippingNotYetKnown,
  10060012: WechatBusy,
  10060019: WechatBusy,
  10060003: ShippingRefused, // the one correction is spent
  10060004: ShippingRefused, // the transaction is refunded, or otherwise not to be shipped
  10060005: ShippingRefused, // logistics type
  10060006: ShippingRefused, // split delivery is for express only
  10060007: ShippingRefused, // is_all_delivered missing
  10060008: ShippingRefused, // item_desc missing
  10060009: ShippingRefused, // item_desc too long
  10060014: ShippingRefused, // a parameter
  10060020: ShippingRefused, // item_desc missing in all of a split delivery
  10060024: ShippingRefused, // too many shipments
  10060025: ShippingRefused, // carrier code too long
  10060026: ShippingRefused, // tracking number too long
  10060031: ShippingRefused, // another user paid
  268485194: ShippingRefused, // order_number_type
  268485195: ShippingRefused, // transaction_id missing
  268485196: ShippingRefused, // mchid missing
  268485197: ShippingRefused, // out_trade_no missing
  268485216: ShippingRefused, // upload_time
  268485224: ShippingRefused, // delivery_mode
  268485226: ShippingRefused, // tracking number missing
  268485227: ShippingRefused, // carrier code missing
  268485228: ShippingRefused, // one shipment only in unified delivery
};

/** Shipped already, or sent before with the same facts: what was wanted is so. */
export const SHIPPING_UNCHANGED: ReadonlySet<number | string | null> = new Set([10060002, 10060023]);

/** The access_token was refused, not the call: it is worth one more try with another token. */
export const ACCESS_TOKEN_REFUSED: ReadonlySet<number> = new Set([40001, 40014, 42001]);

/** codes of WeChat Pay APIv3. */
export const pay: RefusalTable = {
  SYSTEM_ERROR: WechatBusy,
  USERPAYING: PayerIsPaying, // comes with HTTP 202
  FREQUENCY_LIMITED: WechatQuotaReached,
  RATELIMIT: WechatQuotaReached,
  RATELIMIT_EXCEEDED: WechatQuotaReached,
  SIGN_ERROR: CredentialsRefused,
  NO_AUTH: CredentialsRefused,
  APPID_MCHID_NOT_MATCH: CredentialsRefused,
  MCH_NOT_EXISTS: CredentialsRefused,
  ORDERPAID: AlreadyPaid,
  ORDER_CLOSED: OrderClosed,
  ORDERNOTEXIST: TransactionNotFound,
  ORDER_NOT_EXIST: TransactionNotFound,
  RESOURCE_NOT_EXISTS: TransactionNotFound,
  NO_STATEMENT_EXIST: BillNotThere,
  STATEMENT_CREATING: BillNotReady,
  RULE_LIMIT: WechatRefused, // a rule of WeChat's forbids it: a matter for the operator
};

// 202: "accepted, but not processed yet: repeat the request with its parameters" (WeChat Pay APIv3, error codes).
const byStatus: RefusalTable = {
  202: WechatBusy,
  401: CredentialsRefused,
  404: TransactionNotFound,
  429: WechatQuotaReached,
};

/** @param own what the codes mean on this one endpoint; wins over what they mean on all */
export function miniProgramRefusal(refusal: Refusal, own: RefusalTable = {}): WechatError {
  const Class = classOf(own, refusal.code) ?? classOf(anyMiniProgramCall, refusal.code) ?? WechatRefused;
  return new Class(refusal);
}

/** @param status the HTTP status, which decides where the code is not in the table */
export function payRefusal(refusal: Refusal, status: number): WechatError {
  const Class = classOf(pay, refusal.code) ?? classOf(byStatus, status) ?? WechatRefused;
  return new Class(refusal);
}

// The code came from outside: "constructor" must not find anything.
function classOf(table: RefusalTable, code: number | string): RefusalClass | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

import {
  AlreadyPaid,
  CredentialsRefused,
  LoginCodeRefused,
  OrderClosed,
  PhoneCodeRefused,
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

/** The access_token was refused, not the call: it is worth one more try with another token. */
export const ACCESS_TOKEN_REFUSED: ReadonlySet<number> = new Set([40001, 40014, 42001]);

/** codes of WeChat Pay APIv3. */
export const pay: RefusalTable = {
  SYSTEM_ERROR: WechatBusy,
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
};

const byStatus: RefusalTable = { 401: CredentialsRefused, 404: TransactionNotFound, 429: WechatQuotaReached };

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

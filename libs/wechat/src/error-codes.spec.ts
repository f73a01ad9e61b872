import {
  codeImage,
  contentCheck,
  login,
  miniProgramRefusal,
  payRefusal,
  phoneNumber,
  sessionKey,
  shipping,
  subscribeMessage,
  type RefusalClass,
  type RefusalTable,
} from './error-codes.js';
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
} from './errors.js';

const refusal = (code: number | string) => ({ operation: 'call', code, requestId: null });

describe('every code WeChat documents has its meaning', () => {
  const everywhere: [number, RefusalClass][] = [
    [-1, WechatBusy],
    [40001, CredentialsRefused],
    [40013, CredentialsRefused],
    [40014, CredentialsRefused],
    [40125, CredentialsRefused],
    [40164, CredentialsRefused],
    [41001, CredentialsRefused],
    [41002, CredentialsRefused],
    [42001, CredentialsRefused],
    [45009, WechatQuotaReached],
    [45011, WechatQuotaReached],
    [48001, CredentialsRefused],
    [87009, WechatRefused],
    [40029, WechatRefused],
  ];
  test.each(everywhere)('errcode %s on any endpoint', (code, Class) => {
    const error = miniProgramRefusal(refusal(code));
    expect(error).toBeInstanceOf(Class);
    expect(error.code).toBe(code);
  });

  const atLogin: [number, RefusalClass][] = [
    [40029, LoginCodeRefused],
    [40163, LoginCodeRefused],
    [40226, UserBlockedByWechat],
    [45011, WechatQuotaReached],
  ];
  test.each(atLogin)('errcode %s at login', (code, Class) => {
    expect(miniProgramRefusal(refusal(code), login)).toBeInstanceOf(Class);
  });

  const atPhone: [number, RefusalClass][] = [
    [40003, PhoneCodeRefused],
    [40029, PhoneCodeRefused],
    [40163, PhoneCodeRefused],
    [-1, WechatBusy],
  ];
  test.each(atPhone)('errcode %s at the phone number', (code, Class) => {
    expect(miniProgramRefusal(refusal(code), phoneNumber)).toBeInstanceOf(Class);
  });

  const elsewhere: [string, RefusalTable, number, RefusalClass][] = [
    ['the session_key', sessionKey, 87009, SessionKeyRefused],
    ['subscribe messages', subscribeMessage, 43101, NotSubscribed],
    ['subscribe messages', subscribeMessage, 40003, MessageRefused],
    ['subscribe messages', subscribeMessage, 40037, MessageRefused],
    ['subscribe messages', subscribeMessage, 41030, MessageRefused],
    ['subscribe messages', subscribeMessage, 47003, MessageRefused],
    ['subscribe messages', subscribeMessage, 45009, WechatQuotaReached],
    ['the content check', contentCheck, 61010, NoRecentVisit],
    ['the content check', contentCheck, 48001, CredentialsRefused],
    ['code images', codeImage, 41030, PageNotPublished],
    ['code images', codeImage, 45009, WechatQuotaReached],
  ];
  test.each(elsewhere)('at %s: errcode %#', (_place, table, code, Class) => {
    const error = miniProgramRefusal(refusal(code), table);
    expect(error).toBeInstanceOf(Class);
    expect(error.code).toBe(code);
  });

  const atShipping: [number, RefusalClass][] = [
    [10060001, ShippingNotYetKnown],
    [10060012, WechatBusy],
    [10060019, WechatBusy],
    [10060003, ShippingRefused],
    [10060004, ShippingRefused],
    [10060005, ShippingRefused],
    [10060006, ShippingRefused],
    [10060007, ShippingRefused],
    [10060008, ShippingRefused],
    [10060009, ShippingRefused],
    [10060014, ShippingRefused],
    [10060020, ShippingRefused],
    [10060024, ShippingRefused],
    [10060025, ShippingRefused],
    [10060026, ShippingRefused],
    [10060031, ShippingRefused],
    [268485194, ShippingRefused],
    [268485195, ShippingRefused],
    [268485196, ShippingRefused],
    [268485197, ShippingRefused],
    [268485216, ShippingRefused],
    [268485224, ShippingRefused],
    [268485226, ShippingRefused],
    [268485227, ShippingRefused],
    [268485228, ShippingRefused],
    [-1, WechatBusy],
    [45009, WechatQuotaReached],
    [48001, CredentialsRefused],
    [47001, WechatRefused],
  ];
  test.each(atShipping)('errcode %s at the shipping information', (code, Class) => {
    expect(miniProgramRefusal(refusal(code), shipping)).toBeInstanceOf(Class);
  });

  const atPay: [string, number, RefusalClass][] = [
    ['SYSTEM_ERROR', 500, WechatBusy],
    ['USERPAYING', 202, PayerIsPaying],
    ['UNHEARD_OF', 202, WechatBusy],
    ['FREQUENCY_LIMITED', 429, WechatQuotaReached],
    ['RATELIMIT', 429, WechatQuotaReached],
    ['RATELIMIT_EXCEEDED', 429, WechatQuotaReached],
    ['SIGN_ERROR', 401, CredentialsRefused],
    ['NO_AUTH', 403, CredentialsRefused],
    ['APPID_MCHID_NOT_MATCH', 400, CredentialsRefused],
    ['MCH_NOT_EXISTS', 404, CredentialsRefused],
    ['ORDERPAID', 400, AlreadyPaid],
    ['ORDER_CLOSED', 400, OrderClosed],
    ['ORDER_NOT_EXIST', 404, TransactionNotFound],
    ['ORDERNOTEXIST', 404, TransactionNotFound],
    ['RESOURCE_NOT_EXISTS', 404, TransactionNotFound],
    ['UNHEARD_OF', 404, TransactionNotFound],
    ['RULE_LIMIT', 403, WechatRefused],
    ['NO_STATEMENT_EXIST', 400, BillNotThere],
    ['STATEMENT_CREATING', 400, BillNotReady],
    ['constructor', 400, WechatRefused],
  ];
  test.each(atPay)('%s with HTTP %s', (code, status, Class) => {
    const error = payRefusal(refusal(code), status);
    expect(error).toBeInstanceOf(Class);
    expect(error.code).toBe(code);
  });
});

test('a transaction that shipping does not know yet is worth another try in 10 seconds', () => {
  expect(new ShippingNotYetKnown(refusal(10060001)).retryAfterSeconds).toBe(10);
});

test('busy and quota say when to come back, later for the quota of the day', () => {
  expect(new WechatBusy(refusal(-1)).retryAfterSeconds).toBe(2);
  expect(new PayerIsPaying(refusal('USERPAYING')).retryAfterSeconds).toBe(5);
  expect(new WechatQuotaReached(refusal(45011)).retryAfterSeconds).toBe(60);
  expect(new WechatQuotaReached(refusal(45009)).retryAfterSeconds).toBe(3600);
  expect(new WechatQuotaReached({ ...refusal('RATELIMIT'), retryAfterSeconds: 7 }).retryAfterSeconds).toBe(7);
});

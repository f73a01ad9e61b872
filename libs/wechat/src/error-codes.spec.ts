import { login, miniProgramRefusal, payRefusal, phoneNumber, type RefusalClass } from './error-codes.js';
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

  const atPay: [string, number, RefusalClass][] = [
    ['SYSTEM_ERROR', 500, WechatBusy],
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
    ['NO_STATEMENT_EXIST', 400, WechatRefused],
    ['STATEMENT_CREATING', 400, WechatRefused],
    ['constructor', 400, WechatRefused],
  ];
  test.each(atPay)('%s with HTTP %s', (code, status, Class) => {
    const error = payRefusal(refusal(code), status);
    expect(error).toBeInstanceOf(Class);
    expect(error.code).toBe(code);
  });
});

test('busy and quota say when to come back, later for the quota of the day', () => {
  expect(new WechatBusy(refusal(-1)).retryAfterSeconds).toBe(2);
  expect(new WechatQuotaReached(refusal(45011)).retryAfterSeconds).toBe(60);
  expect(new WechatQuotaReached(refusal(45009)).retryAfterSeconds).toBe(3600);
  expect(new WechatQuotaReached({ ...refusal('RATELIMIT'), retryAfterSeconds: 7 }).retryAfterSeconds).toBe(7);
});

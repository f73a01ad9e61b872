import { Logger } from '@nestjs/common';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  CredentialsRefused,
  LoginCodeRefused,
  type MiniProgramClient,
  type Session,
  UserBlockedByWechat,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '#wechat';
import { AccountBlocked, LoginCodeInvalid } from '../domain/errors.js';
import { MiniProgramLogin } from './wechat-login.js';

const loginWhere = (codeToSession: (code: string) => Promise<Session>) =>
  new MiniProgramLogin({ codeToSession } as MiniProgramClient);
const answer = { openid: 'oAbC', sessionKey: 'a2V5', unionid: 'u1' };
const refusal = (code: number) => ({ operation: 'code2session', code, requestId: null });

beforeAll(() => {
  Logger.overrideLogger(false);
});

describe('signing in with WeChat', () => {
  it('tells the account in our words', async () => {
    const asked: string[] = [];
    const login = loginWhere(async (code) => {
      asked.push(code);
      return answer;
    });
    expect(await login.identify('code')).toEqual({ account: 'oAbC', unionAccount: 'u1', sessionKey: 'a2V5' });
    expect(asked).toEqual(['code']);
  });

  it('does without a union account', async () => {
    const login = loginWhere(async () => ({ ...answer, unionid: null }));
    expect((await login.identify('code')).unionAccount).toBeNull();
  });

  it.each([
    [LoginCodeInvalid, new LoginCodeRefused(refusal(40029)), undefined],
    [LoginCodeInvalid, new LoginCodeRefused(refusal(40163)), undefined],
    [AccountBlocked, new UserBlockedByWechat(refusal(40226)), undefined],
    [WechatUnavailable, new WechatBusy(refusal(-1)), 2],
    [WechatUnavailable, new WechatUnreachable('code2session', 'deadline'), 5],
    [WechatUnavailable, new WechatUnreachable('code2session', 'garbled'), 5],
    [WechatLimitReached, new WechatQuotaReached(refusal(45011)), 60],
    [WechatUnavailable, new CredentialsRefused(refusal(40125)), 5],
    [WechatUnavailable, new WechatRefused(refusal(49999)), 5],
  ])('[F08] answers %p to %p', async (expected, thrown, retryAfterSeconds) => {
    const login = loginWhere(() => Promise.reject(thrown));
    const error: unknown = await login.identify('code').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(expected);
    expect((error as { retryAfterSeconds?: number }).retryAfterSeconds).toBe(retryAfterSeconds);
  });

  it.each([
    ['an account', { ...answer, openid: '微信' }],
    ['an account', { ...answer, openid: 'o'.repeat(129) }],
    ['a union account', { ...answer, unionid: 'u 1' }],
  ])('takes what cannot be %s for garbage', async (_, garbage) => {
    await expect(loginWhere(async () => garbage).identify('code')).rejects.toThrow(WechatUnavailable);
  });

  it('does not hide an error of our own', async () => {
    const login = loginWhere(() => Promise.reject(new TypeError('a mistake')));
    await expect(login.identify('code')).rejects.toThrow(TypeError);
  });
});

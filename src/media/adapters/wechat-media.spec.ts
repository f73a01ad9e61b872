import { Logger } from '@nestjs/common';
import type { Config } from '#platform/config';
import { WechatLimitReached, WechatUnavailable } from '#platform/wechat-errors';
import {
  CredentialsRefused,
  type MediaToCheck,
  type MiniProgramClient,
  NoRecentVisit,
  WechatBusy,
  WechatQuotaReached,
  WechatRefused,
  WechatUnreachable,
} from '#wechat';
import type { SettleCheck } from '../application/settle-check.js';
import { WechatMediaCheck } from './wechat-media-check.js';
import { WechatMediaPush } from './wechat-media-push.js';

const PUSH = { token: 't', aesKey: null };
const configOf = (contentCheck = true, push: Config['wechat']['push'] = PUSH) =>
  ({ miniProgram: { contentCheck }, wechat: { push, appId: 'wx1' } }) as unknown as Config;
const refusal = { operation: 'media_check_async', code: 1, requestId: null };

describe('WeChat’s look at a picture', () => {
  const error = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
  jest.spyOn(Logger.prototype, 'log').mockReturnValue();
  const checkMedia = jest.fn<Promise<{ traceId: string }>, [MediaToCheck]>();
  const check = (config = configOf()) => new WechatMediaCheck({ checkMedia } as unknown as MiniProgramClient, config);
  beforeEach(() => {
    checkMedia.mockReset();
    error.mockClear();
  });

  it('is taken only where the shop wants it and can hear of it', () => {
    const isOn = (...of: Parameters<typeof configOf>) => check(configOf(...of)).isOn;
    expect([isOn(), isOn(false), isOn(true, null)]).toEqual([true, false, false]);
  });

  it('is asked for with the address and whose picture it is; the trace is its reference', async () => {
    checkMedia.mockResolvedValueOnce({ traceId: 't-1' });
    expect(await check().submit('https://shop.example/p.jpg', 'oAnna')).toBe('t-1');
    const asked = { url: 'https://shop.example/p.jpg', type: 'image', scene: 'profile', openid: 'oAnna' };
    expect(checkMedia).toHaveBeenCalledWith(asked);
  });

  it.each([
    ['no answer', new WechatUnreachable('media_check_async', 'deadline'), WechatUnavailable],
    ['being busy', new WechatBusy(refusal), WechatUnavailable],
    ['a quota', new WechatQuotaReached(refusal), WechatLimitReached],
  ])('is worth another try after %s', async (_, thrown, expected) => {
    checkMedia.mockRejectedValueOnce(thrown);
    await expect(check().submit('https://shop.example/p.jpg', 'oAnna')).rejects.toThrow(expected);
  });

  it.each([
    ['a visit long ago', new NoRecentVisit(refusal), 0],
    ['refused credentials', new CredentialsRefused(refusal), 1],
    ['any other refusal', new WechatRefused(refusal), 1],
  ])('is not taken after %s, which the operator hears of where it is theirs', async (_, thrown, errors) => {
    checkMedia.mockRejectedValueOnce(thrown);
    expect(await check().submit('https://shop.example/p.jpg', 'oAnna')).toBeNull();
    expect(error).toHaveBeenCalledTimes(errors);
  });

  it('hides no mistake of ours', async () => {
    checkMedia.mockRejectedValueOnce(new TypeError('a defect'));
    await expect(check().submit('https://shop.example/p.jpg', 'oAnna')).rejects.toThrow('a defect');
  });
});

describe('a push of what WeChat saw', () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  let decided: string[];
  const push = (fields: object) => {
    const settle = { decided: async (...told: string[]) => void decided.push(told.join(': ')) };
    const handler = new WechatMediaPush(settle as unknown as SettleCheck, configOf());
    return handler.handle({ event: 'wxa_media_check', key: 'k', fields: { ...fields } });
  };
  beforeEach(() => {
    decided = [];
    warn.mockClear();
  });
  const told = { appid: 'wx1', trace_id: 't-1', version: 2, errcode: 0, errmsg: 'ok' };

  it.each(['pass', 'review', 'risky'])('says %s, in JSON and in XML', async (suggest) => {
    await push({ ...told, result: { suggest, label: 100 } });
    await push({ ...told, errcode: '0', version: '2', result: { suggest, label: '20006' } });
    expect(decided).toEqual([`t-1: ${suggest}`, `t-1: ${suggest}`]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('says that it could not look', async () => {
    await push({ ...told, errcode: -1008, result: { suggest: 'risky', label: 1 } });
    await push(told);
    expect(decided).toEqual(['t-1: unknown', 't-1: unknown']);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['another app’s', { ...told, appid: 'wx2', result: { suggest: 'risky' } }],
    ['without a trace', { appid: 'wx1', result: { suggest: 'risky' } }],
    ['with a trace that is none', { ...told, trace_id: '痕', result: { suggest: 'risky' } }],
    ['with a trace too long', { ...told, trace_id: 'x'.repeat(129), result: { suggest: 'risky' } }],
    ['with a word nobody knows', { ...told, result: { suggest: 'maybe' } }],
    ['that is nothing', {}],
  ])('is acknowledged and has no effect when it is %s', async (_, fields) => {
    await push(fields);
    expect(decided).toEqual([]);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

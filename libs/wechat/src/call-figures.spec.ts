import { figure } from '../../../test/support/figures.js';
import { measured, watchCircuit } from './call-figures.js';
import { CredentialsRefused, LoginCodeRefused, WechatBusy, WechatQuotaReached, WechatUnreachable } from './errors.js';

describe('calls to WeChat', () => {
  const refusal = { operation: 'test', code: 1, requestId: null };
  const count = (outcome: string) => figure('wechat_request_duration_seconds_count', { api: 'test', outcome });

  it.each<[string, Error | null]>([
    ['ok', null],
    ['refused', new LoginCodeRefused(refusal)],
    ['busy', new WechatBusy(refusal)],
    ['quota', new WechatQuotaReached(refusal)],
    ['credentials', new CredentialsRefused(refusal)],
    ['deadline', new WechatUnreachable('test', 'deadline')],
    ['left-alone', new WechatUnreachable('test', 'left-alone')],
    ['failed', new TypeError('a mistake of ours')],
  ])('are counted as %s by what came of them, which their callers still hear', async (outcome, error) => {
    const call = measured('test', async () => {
      if (error) throw error;
      return 'answer';
    });
    if (error) await expect(call).rejects.toBe(error);
    else expect(await call).toBe('answer');
    expect(await count(outcome)).toBe(1);
  });

  it('tell whether a circuit is open', async () => {
    const breaker = { isOpen: false };
    watchCircuit('test', breaker);
    expect(await figure('wechat_circuit_open', { circuit: 'test' })).toBe(0);
    breaker.isOpen = true;
    expect(await figure('wechat_circuit_open', { circuit: 'test' })).toBe(1);
  });
});

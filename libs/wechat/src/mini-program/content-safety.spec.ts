import { CredentialsRefused, NoRecentVisit, WechatBusy, WechatUnreachable } from '../errors.js';
import type { TextToCheck, TextVerdict } from './content-checks.js';
import { ContentSafety } from './content-safety.js';

const refusal = { operation: 'msg_sec_check', code: 1, requestId: null };
const text = { content: '你好', scene: 'comment', openid: 'oUser' } as const;
const verdict = (suggest: TextVerdict['suggest']) => ({ suggest, label: 100, traceId: null });

describe('the content check nobody waits for long', () => {
  let now: number;
  let asked: TextToCheck[];
  let answers: (() => Promise<TextVerdict>)[];
  let safety: ContentSafety;
  const fails = (error: Error) => () => Promise.reject(error);
  beforeEach(() => {
    [now, asked, answers] = [0, [], []];
    const checkText = (one: TextToCheck) => {
      asked.push(one);
      return (answers.shift() ?? (async () => verdict('pass')))();
    };
    safety = new ContentSafety({ checkText }, () => now);
  });

  it.each(['pass', 'review', 'risky'] as const)('says %s when WeChat does, with a second to do so', async (suggest) => {
    answers = [async () => verdict(suggest)];
    expect(await safety.verdictOn(text)).toEqual({ suggest });
    expect(asked).toEqual([{ ...text, timeoutMs: 1000 }]);
  });

  it.each([
    new WechatUnreachable('msg_sec_check', 'deadline'),
    new WechatUnreachable('msg_sec_check', 'garbled'),
    new CredentialsRefused(refusal),
  ])('does not know, and is not asked again for half a minute, after %s', async (error) => {
    answers = [fails(error), fails(error)];
    expect(await safety.verdictOn(text)).toEqual({ suggest: 'unknown', why: error.message });
    for (now of [0, 29_999]) expect(await safety.verdictOn(text)).toMatchObject({ suggest: 'unknown' });
    expect(asked).toHaveLength(1);
    now = 30_000;
    expect(await safety.verdictOn(text)).toMatchObject({ suggest: 'unknown' });
    expect(asked).toHaveLength(2);
    now = 60_000;
    expect(await safety.verdictOn(text)).toEqual({ suggest: 'pass' });
    expect(await safety.verdictOn(text)).toEqual({ suggest: 'pass' });
    expect(asked).toHaveLength(4);
  });

  it.each([new NoRecentVisit(refusal), new WechatBusy(refusal)])(
    'does not know, and is asked about the next text, after %s',
    async (error) => {
      answers = [fails(error)];
      expect(await safety.verdictOn(text)).toEqual({ suggest: 'unknown', why: error.message });
      expect(await safety.verdictOn(text)).toEqual({ suggest: 'pass' });
    },
  );

  it('passes everything where it is switched off', async () => {
    expect(await new ContentSafety(null).verdictOn(text)).toEqual({ suggest: 'pass' });
  });

  it('hides no error of our own', async () => {
    answers = [fails(new TypeError('a mistake'))];
    await expect(safety.verdictOn(text)).rejects.toThrow('a mistake');
  });
});

import { Logger } from '@nestjs/common';
import { ContentRefused } from '#platform/wechat-errors';
import type { ContentSafety, Verdict } from '#wechat';
import { WechatContentCheck } from './wechat-content-check.js';

describe('the content check of remarks', () => {
  const verdictOn = jest.fn<Promise<Verdict>, unknown[]>();
  const check = new WechatContentCheck({ verdictOn } as unknown as ContentSafety);
  const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  beforeEach(() => warned.mockClear());
  afterAll(() => warned.mockRestore());

  it('asks about the text in the name of who wrote it', async () => {
    verdictOn.mockResolvedValueOnce({ suggest: 'pass' });
    await check.accept('请放门口', 'account');
    expect(verdictOn).toHaveBeenCalledWith({ content: '请放门口', scene: 'comment', openid: 'account' });
  });

  it('refuses with 6003 what is risky', async () => {
    verdictOn.mockResolvedValueOnce({ suggest: 'risky' });
    await expect(check.accept('请放门口', 'account')).rejects.toThrow(ContentRefused);
  });

  it('accepts what a human would have to look at', async () => {
    verdictOn.mockResolvedValueOnce({ suggest: 'review' });
    await expect(check.accept('请放门口', 'account')).resolves.toBeUndefined();
    expect(warned).not.toHaveBeenCalled();
  });

  it('accepts what WeChat says nothing about, with a warning that repeats neither text nor account', async () => {
    verdictOn.mockResolvedValueOnce({ suggest: 'unknown', why: 'msg_sec_check: down' });
    await expect(check.accept('请放门口', 'account')).resolves.toBeUndefined();
    expect(warned).toHaveBeenCalledWith('Remark accepted unchecked: msg_sec_check: down');
  });
});

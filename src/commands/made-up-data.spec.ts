import type { Config } from '#platform/config';
import { whyNoMadeUpData } from './made-up-data.js';

const talkingTo = (apiBaseUrl: string | null, baseUrl: string | null) =>
  whyNoMadeUpData({ wechat: { apiBaseUrl, pay: { baseUrl } } } as Pick<Config, 'wechat'>);

describe('made-up data', () => {
  it('is for shops of the simulated WeChat', () => {
    expect(talkingTo(null, null)).toBeNull();
    expect(talkingTo('http://127.0.0.1:3900', 'http://wechat.local')).toBeNull();
  });

  it.each([
    ['WECHAT_API_BASE_URL', 'https://api.weixin.qq.com', null],
    ['WECHAT_PAY_BASE_URL', null, 'https://api.mch.weixin.qq.com'],
    ['WECHAT_PAY_BASE_URL', 'http://127.0.0.1:3900', 'https://api2.mch.weixin.qq.com'],
  ])('is refused beside the real one: %s', (variable, api, pay) => {
    expect(talkingTo(api, pay)).toContain(`${variable} is the real WeChat`);
  });
});

import type { Config } from '#platform/config';

/** Why made-up data must not get into this shop's database; null: it may. A shop that takes real money is no playground. */
export function whyNoMadeUpData({ wechat }: Pick<Config, 'wechat'>): string | null {
  const addresses = { WECHAT_API_BASE_URL: wechat.apiBaseUrl, WECHAT_PAY_BASE_URL: wechat.pay.baseUrl };
  const real = Object.entries(addresses).find(([, url]) => url !== null && /\.qq\.com$/.test(new URL(url).hostname));
  return real
    ? `seed: ${real[0]} is the real WeChat: made-up data is for the simulated one. Unset it and run this again`
    : null;
}

import type { Platform } from 'jishi-mini-program';

/** A phone whose login codes and payments are the simulator's: the server of `npm start` knows no others. */
export function withSimulatedWechat(platform: Platform, simulatorUrl: string): Platform {
  const ask = async (call: string, body: object) => {
    const url = `${simulatorUrl}/_simulator/${call}`;
    const headers = { 'Content-Type': 'application/json' };
    const request = { method: 'POST' as const, url, headers, body: JSON.stringify(body), timeoutMs: 5_000 };
    const answer = await platform.request(request, () => undefined);
    if (answer.status !== 200) throw new Error(`${call}:fail ${answer.status}`);
    return (typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body) as { code: string };
  };
  return {
    ...platform,
    login: async () => (await ask('login', { user: 'devtools' })).code,
    requestPayment: async (payment) => {
      const { confirm } = await wx.showModal({
        title: '模拟微信支付',
        content: '确认支付这笔订单？',
        confirmText: '支付',
      });
      if (!confirm) throw new Error('requestPayment:fail cancel');
      await ask('pay', payment);
    },
  };
}

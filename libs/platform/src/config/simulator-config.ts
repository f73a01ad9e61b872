import type { Config } from './config.js';

type Wechat = Config['wechat'];

/** What a running simulator answers to: the same facts as for WeChat itself, with both addresses. */
export type SimulatedWechat = Wechat & { readonly apiBaseUrl: string; readonly pay: { readonly baseUrl: string } };

/** Whether at least one half of WeChat is to be played by the built-in simulator. */
export const usesSimulator = ({ wechat }: Config): boolean => wechat.apiBaseUrl === null || wechat.pay.baseUrl === null;

/**
 * Points the halves without an address at the simulator, and takes from it the credentials that are unset there. Those
 * that are set stay: start the simulator with what `config.wechat` already holds, so that both sides agree. Only WeChat
 * Pay's own public key is always the simulator's: nobody else can sign for it.
 */
export function withSimulator(config: Config, simulator: SimulatedWechat): Config {
  const { wechat } = config;
  const simulatedPay = { ...filled(wechat.pay, simulator.pay), publicKey: simulator.pay.publicKey };
  const pay = wechat.pay.baseUrl === null ? simulatedPay : wechat.pay;
  if (wechat.apiBaseUrl !== null) return { ...config, wechat: { ...wechat, pay } };
  return { ...config, wechat: { ...filled(wechat, simulator), pay } };
}

/** `ours` with what is null or empty in it taken from `theirs`. */
const filled = <T extends object>(ours: T, theirs: T): T => ({
  ...theirs,
  ...(Object.fromEntries(Object.entries(ours).filter(([, value]) => value !== null && value !== '')) as Partial<T>),
});

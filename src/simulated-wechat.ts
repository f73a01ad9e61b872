import cluster, { type Worker } from 'node:cluster';
import { createPublicKey } from 'node:crypto';
import { type Config, type SimulatedWechat, usesSimulator, withSimulator } from '#platform/config';
import type { WechatSimulator } from '#wechat-simulator';

const PREFERRED_PORT = 3900;

type Simulated = { readonly config: Config; readonly simulator: WechatSimulator | null };

/** A worker asks its supervisor for the one simulator, which is in that process, and finds it as it would find the real WeChat. */
type Question = { readonly jishi: 'wechat?' };
type Answer = { readonly jishi: 'wechat'; readonly wechat: SimulatedWechat };

/** In a supervisor: tells a worker of the simulator when it asks. Told before, it might not be listening yet. */
export function handOver(worker: Worker, simulated: Promise<Simulated>): void {
  worker.on('message', ({ jishi }: Question) => {
    if (jishi !== 'wechat?') return;
    simulated.then(
      ({ config, simulator }) => {
        if (!simulator || !worker.isConnected()) return;
        worker.send({ jishi: 'wechat', wechat: config.wechat as SimulatedWechat } satisfies Answer, () => undefined);
      },
      () => undefined,
    );
  });
}

/** In a worker: asks, and waits for the supervisor's word. */
function fromSupervisor(): Promise<SimulatedWechat> {
  return new Promise((resolve) => {
    const listen = (message: Answer) => {
      if (message.jishi !== 'wechat') return;
      process.off('message', listen);
      resolve(message.wechat);
    };
    process.on('message', listen);
    process.send?.({ jishi: 'wechat?' } satisfies Question);
  });
}

/** Starts the built-in WeChat simulator where the configuration names no other WeChat, and points the shop at it. */
export async function withWechat(config: Config): Promise<Simulated> {
  if (!usesSimulator(config)) return { config, simulator: null };
  if (cluster.isWorker) return { config: withSimulator(config, await fromSupervisor()), simulator: null };
  const { makeSimulatorCredentials, startWechatSimulator } = await import('#wechat-simulator');
  const made = await makeSimulatorCredentials();
  const { wechat } = config;
  const appId = wechat.appId || made.appId;
  const appSecret = wechat.appSecret || made.appSecret;
  const merchantId = wechat.pay.merchantId || made.merchantId;
  const merchantSerialNo = wechat.pay.merchantSerialNo || made.merchantSerialNo;
  const merchantPrivateKey = wechat.pay.merchantPrivateKey || made.merchantPrivateKey;
  const apiV3Key = wechat.pay.apiV3Key || made.apiV3Key;
  const merchantPublicKey = createPublicKey(merchantPrivateKey).export({ type: 'spki', format: 'pem' }).toString();
  const push = wechat.push && {
    url: `${config.http.publicBaseUrl}/api/v1/wechat/push`,
    token: wechat.push.token,
    encodingAesKey: wechat.push.aesKey ?? undefined,
  };
  const options = {
    ...(push && { push }),
    // The database is kept from one development server to the next, and may be filled by npm run seed.
    trusting: true,
    appId,
    appSecret,
    merchantId,
    merchantSerialNo,
    merchantPublicKey,
    apiV3Key,
    platformKey: made.platformKey,
  };
  const preferred = config.environment === 'test' ? 0 : PREFERRED_PORT;
  const simulator = await startWechatSimulator({ ...options, port: preferred }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startWechatSimulator({ ...options, port: 0 });
  });
  const simulated: SimulatedWechat = {
    appId,
    appSecret,
    apiBaseUrl: simulator.url,
    timeout: wechat.timeout,
    pay: {
      merchantId,
      merchantSerialNo,
      merchantPrivateKey,
      apiV3Key,
      publicKey: { id: simulator.publicKeyId, key: simulator.publicKey },
      baseUrl: simulator.url,
      backupBaseUrl: null,
    },
    push: wechat.push,
    simulatorUrl: simulator.url,
  };
  return { config: withSimulator(config, simulated), simulator };
}

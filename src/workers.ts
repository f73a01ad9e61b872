import cluster, { type Worker } from 'node:cluster';
import type { Config } from '#platform/config';
import { withWechat } from './simulated-wechat.js';
import { lastWords } from './start-up-failure.js';

/** A worker that dies sooner than this after its start is not started again: it would die again. */
const SHORTEST_LIFE_MS = 5_000;

/** Several processes on one port. One that crashes is replaced; when this process is told to stop, all stop. */
export async function superviseWorkers(configured: Config): Promise<void> {
  const { config, simulator } = await withWechat(configured);
  const environment = simulator ? wechatEnvironment(config.wechat) : {};
  const startedAt = new Map<Worker, number>();
  let stopping = false;
  const start = () => startedAt.set(cluster.fork(environment), performance.now());
  const stop = () => {
    stopping = true;
    for (const worker of startedAt.keys()) worker.process.kill('SIGTERM');
  };
  cluster.on('exit', (worker, code) => {
    const lived = performance.now() - (startedAt.get(worker) ?? 0);
    startedAt.delete(worker);
    if (stopping && startedAt.size === 0) process.exit(process.exitCode ?? 0);
    if (stopping) return;
    if (lived >= SHORTEST_LIFE_MS) return void start();
    process.exitCode = code || 1;
    stop();
    if (startedAt.size === 0) process.exit();
  });
  process.on('SIGTERM', stop).on('SIGINT', stop);
  process.on('uncaughtException', (error) => {
    console.error(lastWords(error));
    process.exitCode = 1;
    stop();
  });
  for (let n = 0; n < config.workers; n++) start();
}

/** The one simulator is this process's; the workers find it as they would find the real WeChat. */
function wechatEnvironment({ appId, appSecret, apiBaseUrl, pay }: Config['wechat']): Record<string, string> {
  return {
    WECHAT_APP_ID: appId,
    WECHAT_APP_SECRET: appSecret,
    WECHAT_API_BASE_URL: apiBaseUrl ?? '',
    WECHAT_PAY_BASE_URL: pay.baseUrl ?? '',
    WECHAT_PAY_MCH_ID: pay.merchantId,
    WECHAT_PAY_MCH_SERIAL_NO: pay.merchantSerialNo,
    WECHAT_PAY_MCH_PRIVATE_KEY: pay.merchantPrivateKey,
    WECHAT_PAY_API_V3_KEY: pay.apiV3Key,
    WECHAT_PAY_PUBLIC_KEY_ID: pay.publicKey?.id ?? '',
    WECHAT_PAY_PUBLIC_KEY: pay.publicKey?.key ?? '',
  };
}

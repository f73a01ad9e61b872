import cluster, { type Worker } from 'node:cluster';
import type { Config, Milliseconds } from '#platform/config';
import { createLogger, JsonLogger } from '#platform/observability';
import { untilDatabaseAnswers } from './database-patience.js';
import { Restarts } from './restarts.js';
import { withWechat } from './simulated-wechat.js';

/** Longer than a worker takes to end by itself. */
const KILL_AFTER: Milliseconds = 9_500;

/**
 * Several processes on one port. One that dies is replaced, later and later while they die young; a loop is told. When
 * none has served yet a death is a failed start, and ends all. When this process is told to stop, all stop.
 */
export async function superviseWorkers(configured: Config): Promise<void> {
  const log = new JsonLogger(createLogger(configured.observability.logLevel));
  const startedAt = new Map<Worker, Milliseconds>();
  const restarts = new Restarts();
  let hasServed = false;
  let stopping = false;
  const endWhenAlone = () => startedAt.size === 0 && process.exit(process.exitCode ?? 0);
  const stop = () => {
    stopping = true;
    for (const worker of startedAt.keys()) worker.process.kill('SIGTERM');
    setTimeout(() => startedAt.forEach((_, worker) => worker.process.kill('SIGKILL')), KILL_AFTER).unref();
    endWhenAlone();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'Nobody caught this error: all workers stop', 'Workers');
    process.exitCode = 1;
    stop();
  });
  const { config, simulator } = await withWechat(configured);
  // Once for all of them: each would wait by itself, and say so.
  await untilDatabaseAnswers(config, (news) => log.warn(news, 'StartUp'));
  const environment = simulator ? wechatEnvironment(config.wechat) : {};
  const start = () => stopping || startedAt.set(cluster.fork(environment), performance.now());
  cluster.on('listening', () => (hasServed = true));
  cluster.on('exit', (worker, code, signal) => {
    const lived = performance.now() - (startedAt.get(worker) ?? 0);
    startedAt.delete(worker);
    if (stopping) return void endWhenAlone();
    if (!hasServed) {
      process.exitCode = code || 1;
      return stop();
    }
    const { pause, loop } = restarts.after(lived);
    const facts = { pid: worker.process.pid, code, signal, livedMs: Math.round(lived), pauseMs: pause };
    log.error(facts, loop ? 'Workers die again and again' : 'A worker died and is replaced', 'Workers');
    setTimeout(start, pause);
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

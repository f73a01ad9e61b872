import cluster, { type Worker } from 'node:cluster';
import type { Config, Milliseconds } from '#platform/config';
import { createLogger, JsonLogger } from '#platform/observability';
import { handOver, withWechat } from '../simulated-wechat.js';
import { FiguresOfWorkers } from './figures-of-workers.js';
import { hasManagementPort, openManagement } from './management.js';
import { Restarts } from './restarts.js';
import { healthOfAWorker } from './worker-health.js';

/** Longer than a worker takes to end by itself. */
const KILL_AFTER: Milliseconds = 9_500;

/**
 * One process or several on one port. One that dies is replaced, later and later while they die young; a loop is told. When
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
  // Workers load meanwhile what they need besides.
  const simulated = withWechat(configured);
  // Once for all of them: each would wait by itself, and say so.
  if (configured.workers > 1) {
    const { untilDatabaseAnswers } = await import('../database-patience.js');
    await untilDatabaseAnswers(configured, (news) => log.warn(news, 'StartUp'));
  }
  const figures = new FiguresOfWorkers();
  if (hasManagementPort(configured))
    await openManagement(configured, () => figures.tell(), healthOfAWorker(configured));
  const start = () => {
    if (stopping) return;
    const worker = cluster.fork();
    startedAt.set(worker, performance.now());
    handOver(worker, simulated);
  };
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
  for (let n = 0; n < configured.workers; n++) start();
  await simulated;
}

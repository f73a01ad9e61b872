import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { Figures } from './figures.js';
import { Forecaster, type OnFailure } from './forecaster.js';
import { availableModels } from './models.js';
import { Prometheus } from './prometheus.js';
import { readSettings } from './settings.js';

/** Often enough for an autoscaler that looks each 15 s, and to see that an hour is over or that Prometheus is back. */
const EVERY_MS = 15_000;

const ending = new AbortController();

try {
  await run();
} catch (error) {
  console.error(`the forecaster cannot start: ${(error as Error).message}`);
  process.exit(1);
}

async function run(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'forecast', level: settings.logLevel });
  const models = await availableModels();
  const prometheus = new Prometheus(settings.prometheus.url, settings.prometheus.authorization);
  const onFailure: OnFailure = (load, part, error) => {
    figures.failed(load.name, part);
    const { message, cause } = error as Error;
    log.warn(
      { series: load.name, part, reason: cause instanceof Error ? `${message}: ${cause.message}` : message },
      'failed',
    );
  };
  const forecasters = settings.loads.map(
    (load) => new Forecaster(load, prometheus, models, onFailure, settings.historyHours),
  );
  const figures = new Figures(forecasters, settings.leadMinutes, models);

  const server = createServer((request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead) return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    if (request.url === '/metrics')
      return void figures.tell(Date.now()).then((text) => {
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
      });
    if (request.url !== '/health') return void response.writeHead(404).end();
    // It is well while Prometheus is away or history is short: a restart would mend neither.
    const series = forecasters.map((one) => [one.load.name, one.view(Date.now()) ? 'ready' : 'not ready'] as const);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'ok', series: Object.fromEntries(series) }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  log.info({ port, models: models.map(({ name }) => name) }, 'listening');

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      ending.abort();
      server.close();
      server.closeAllConnections();
    });
  for (const forecaster of forecasters) {
    void again(() => forecaster.look());
    void again(() => forecaster.learn(Date.now()));
  }
}

/** One run after the other; what is under way at the end is let go. */
async function again(work: () => Promise<void>): Promise<void> {
  while (!ending.signal.aborted) {
    await work();
    await pause(EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
  }
  process.exit();
}

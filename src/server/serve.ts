import cluster from 'node:cluster';
import type { Config } from '#platform/config';
import { expositionOf, snapshot } from '#platform/observability';
import { withWechat } from '../simulated-wechat.js';
import { tellBuild } from './build-info.js';
import { Ending } from './ending.js';
import { greet } from './greeting.js';
import { limitHeapGrowth } from './heap-growth.js';
import { type Figures, hasManagementPort, openManagement, serveMetrics } from './management.js';
import { shutDown } from './shutdown.js';

/**
 * Serves until the process is told to end.
 * @param packageJson says which version this is
 * @param filled resolves when the schema of an empty database has had its head start
 */
export async function serve(configured: Config, packageJson: URL, filled: Promise<void>): Promise<void> {
  const ending = new Ending();
  // The simulator's keys are made on another thread meanwhile.
  const [{ config, simulator }, { createApp }] = await Promise.all([
    withWechat(configured),
    import('../create-app.js'),
  ]);
  await filled;
  const app = await createApp(config);
  ending.first(() => shutDown(app, config, simulator));
  const fastify = app.getHttpAdapter().getInstance();
  if (cluster.isWorker) {
    const { askSupervisor, tellLast, tellSupervisor } = await import('./figures-of-workers.js');
    tellSupervisor();
    if (!hasManagementPort(config)) serveMetrics(fastify, askSupervisor);
    ending.first(() => shutDown(app, config, simulator).then(tellLast));
  } else if (hasManagementPort(config)) {
    await app.init();
    await fastify.ready();
    const management = await openManagement(config, ownFigures, (...exchange) => fastify.routing(...exchange));
    ending.first(() => shutDown(app, config, simulator).finally(() => management.closeAllConnections()));
  } else {
    serveMetrics(fastify, ownFigures);
  }
  await app.listen({ port: config.http.port, host: config.http.host });
  limitHeapGrowth();
  tellBuild(packageJson);
  if (config.environment === 'development') greet(config);
}

const ownFigures: Figures = async () => expositionOf([await snapshot()]);

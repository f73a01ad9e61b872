import cluster from 'node:cluster';
import { type Config, loadConfig } from '#platform/config';
import { createApp } from './create-app.js';
import { Ending } from './ending.js';
import { greet } from './greeting.js';
import { withWechat } from './simulated-wechat.js';
import { lastWords, startUpFailure } from './start-up-failure.js';
import { shutDown } from './shutdown.js';
import { superviseWorkers } from './workers.js';

async function serve(configured: Config): Promise<void> {
  const ending = new Ending();
  const { config, simulator } = await withWechat(configured);
  const app = await createApp(config);
  ending.first(() => shutDown(app, config, simulator));
  await app.listen({ port: config.http.port, host: config.http.host });
  if (config.environment === 'development') greet(config, simulator);
}

try {
  process.env['NODE_ENV'] ||= 'production';
  const config = loadConfig(process.env);
  if (config.workers > 1 && cluster.isPrimary) await superviseWorkers(config);
  else await serve(config);
} catch (error) {
  const reason = startUpFailure(error);
  console.error(reason === null ? lastWords(error) : `jishi cannot start: ${reason}`);
  process.exit(1);
}

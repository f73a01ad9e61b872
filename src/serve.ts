import type { Config } from '#platform/config';
import { Ending } from './ending.js';
import { greet } from './greeting.js';
import { limitHeapGrowth } from './heap-growth.js';
import { shutDown } from './shutdown.js';
import { withWechat } from './simulated-wechat.js';

/** Serves until the process is told to end. */
export async function serve(configured: Config): Promise<void> {
  const ending = new Ending();
  // The simulator's keys are made on another thread meanwhile.
  const [{ config, simulator }, { createApp }] = await Promise.all([withWechat(configured), import('./create-app.js')]);
  const app = await createApp(config);
  ending.first(() => shutDown(app, config, simulator));
  await app.listen({ port: config.http.port, host: config.http.host });
  limitHeapGrowth();
  if (config.environment === 'development') greet(config, simulator);
}

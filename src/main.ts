import cluster from 'node:cluster';
import { loadConfig } from '#platform/config';

try {
  process.env['NODE_ENV'] ||= 'production';
  const config = loadConfig(process.env);
  if (config.workers > 1 && cluster.isPrimary) {
    // It serves nobody, so it loads nothing of the shop.
    const { superviseWorkers } = await import('./workers.js');
    await superviseWorkers(config);
  } else {
    const { serve } = await import('./serve.js');
    await serve(config);
  }
} catch (error) {
  const { lastWords, startUpFailure } = await import('./start-up-failure.js');
  const reason = startUpFailure(error);
  console.error(reason === null ? lastWords(error) : `jishi cannot start: ${reason}`);
  process.exit(1);
}

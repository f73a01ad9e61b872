import cluster from 'node:cluster';
import { keepCompiledCode } from './server/compile-cache.js';
import { endWithShellOfNpm } from './server/orphaned-by-npm.js';

try {
  keepCompiledCode();
  process.env['NODE_ENV'] ||= 'production';
  const { loadConfig } = await import('#platform/config');
  const config = loadConfig(process.env);
  if (cluster.isPrimary) endWithShellOfNpm();
  if (cluster.isPrimary && (config.workers > 1 || config.environment === 'development')) {
    // It serves nobody, so it loads nothing of the shop. What dies while somebody develops is started again as well.
    const { superviseWorkers } = await import('./server/workers.js');
    await superviseWorkers(config);
  } else {
    const { fillEmptyDatabase } = await import('#platform/empty-database');
    const filling = await fillEmptyDatabase(config.database, new URL('../recorded-schema.json', import.meta.url));
    const { serve } = await import('./server/serve.js');
    await serve(config, new URL('../../package.json', import.meta.url), filling.done);
  }
} catch (error) {
  const { lastWords, startUpFailure } = await import('./start-up-failure.js');
  const reason = startUpFailure(error);
  console.error(reason === null ? lastWords(error) : `jishi cannot start: ${reason}`);
  process.exit(1);
}

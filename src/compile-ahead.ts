import { keepCompiledCode } from './server/compile-cache.js';

// Ends the build: whatever a server loads is compiled now, so that not even the first start has to.
if (keepCompiledCode()) {
  await Promise.all([
    import('./server/serve.js'),
    import('./create-app.js'),
    import('./server/workers.js'),
    import('./console/index.js'),
    import('./console/desk.js'),
    import('mysql2'),
    import('cache-manager-redis-yet'),
  ]);
  process.exit(0);
}

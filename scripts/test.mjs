// npm test: from a bare checkout to every test; arguments go to Jest.
import { asCommand } from './lib/checkout.mjs';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';
import { runNode } from './lib/run-node.mjs';

await asCommand(async () => {
  ensureInstalled();
  ensureBuilt(); // the end-to-end suites start the built server
  const { findTestServices } = await import('./lib/test-services.mjs');
  const interrupt = () => process.exit(130);
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const services = await findTestServices();
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  const reporters = ['--reporters=default', '--reporters=./test/support/summary-reporter.cjs'];
  const env = { ...process.env, ...services.env, NODE_ENV: 'test' };
  try {
    return await runNode(['node_modules/jest/bin/jest.js', ...process.argv.slice(2), ...reporters], env);
  } finally {
    await services.stop();
  }
});

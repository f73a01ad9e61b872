import { randomInt } from 'node:crypto';
import { say } from './checkout.mjs';
import { ensureBundled } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { runJest } from './run-jest.mjs';

/** Runs Jest with every service the tests can use; answers its exit code. What is generated follows from SEED, which is printed. */
export async function runTests(jestArguments, environment = {}) {
  ensureInstalled();
  ensureBundled(); // the end-to-end suites start the built server
  const { findTestServices } = await import('./test-services.mjs');
  const interrupt = () => process.exit(130);
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const services = await findTestServices();
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  const SEED = process.env.SEED || String(randomInt(2 ** 31));
  say(`SEED=${SEED}`);
  const env = { ...process.env, SEED, ...environment, ...services.env, NODE_ENV: 'test' };
  try {
    return await runJest(jestArguments, env);
  } finally {
    await services.stop();
    say(`SEED=${SEED} makes the same run again`);
  }
}

import { spawnSync } from 'node:child_process';

const LOCAL = 'redis://127.0.0.1:6379/9';

/** Redis for tests: what TEST_REDIS_URL names, else what listens on the standard port. */
export const testRedisUrl = process.env['TEST_REDIS_URL'] ?? (listens('127.0.0.1', 6379) ? LOCAL : undefined);

/** `describe` where the suite can run; else a skipped suite and one loud line, or with CI=true an error. */
export function describeIf(there: boolean, missing: string): jest.Describe {
  if (there) return describe;
  if (process.env['CI'] === 'true') throw new Error(`${missing} is MISSING`);
  process.stderr.write(`${missing} is MISSING: ITS SUITES ARE SKIPPED.\n`);
  return describe.skip;
}

/** Synchronous, because Jest wants to know while it collects the tests. */
function listens(host: string, port: number): boolean {
  const probe = `require('net').connect(${port}, '${host}').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`;
  return spawnSync(process.execPath, ['-e', probe], { timeout: 5_000 }).status === 0;
}

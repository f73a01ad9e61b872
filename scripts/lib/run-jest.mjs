import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root, say } from './checkout.mjs';
import { runNode } from './run-node.mjs';

/** Files that may fail in CI's first run and be run again; more than that is no chance. */
const AGAIN = 3;

/**
 * Runs Jest, ends with one line a script can read, and answers the exit code. With CI=true few files that fail are run once more, each alone, with the same SEED: what
 * holds only when a machine is quiet is told apart from what does not hold, and is named, because it is to be mended.
 */
export async function runJest(jestArguments, env) {
  let { code, outcome } = await jest(jestArguments, env);
  const failed = outcome?.failedFiles ?? [];
  if (env.CI === 'true' && failed.length > 0 && failed.length <= AGAIN) {
    const paths = failed.map(({ path }) => path);
    const names = paths.map((path) => relative(root, path)).join(', ');
    say(`once more, alone: ${names}`);
    const again = await jest(['--runInBand', '--runTestsByPath', ...paths], env);
    if (again.code === 0) say(`FLAKY, to be mended: ${names}`);
    code = again.code;
    outcome = again.outcome && both(outcome, again.outcome);
  }
  if (outcome) console.log(`${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`);
  return code;
}

/** What was run twice counts as it went the second time. */
function both(first, second) {
  const before = (of) => first[of] - first.failedFiles.reduce((sum, file) => sum + file[of], 0);
  return {
    passed: before('passed') + second.passed,
    failed: second.failed,
    skipped: before('skipped') + second.skipped,
  };
}

async function jest(jestArguments, env) {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-tests-'));
  const OUTCOME_FILE = join(folder, 'outcome.json');
  const reporters = ['--reporters=default', '--reporters=./test/support/outcome-reporter.mjs'];
  try {
    const code = await runNode(['node_modules/jest/bin/jest.js', ...jestArguments, ...reporters], {
      ...env,
      OUTCOME_FILE,
    });
    return { code, outcome: read(OUTCOME_FILE) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Null where Jest did not come to its end. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

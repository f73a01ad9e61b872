// Lists the tests of each promise in docs/invariants.md; `--check` only tells whether the list is stale. Both fail on a
// promise without a test and on a test of no promise.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import jest from '../jest.config.mjs';
import { root } from './lib/checkout.mjs';
import { problemsOf, withTests } from './lib/promises.mjs';

/** Every spec that Jest runs: its path, with its text. */
const specs = jest.roots
  .map((folder) => folder.replace('<rootDir>/', ''))
  .flatMap((folder) => readdirSync(`${root}${folder}`, { recursive: true }).map((file) => `${folder}/${file}`))
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.spec.ts') && !path.includes('/node_modules/'))
  .map((path) => [path, readFileSync(`${root}${path}`, 'utf8')]);

const document = `${root}docs/invariants.md`;
const before = readFileSync(document, 'utf8');
const after = withTests(before, specs);
const problems = problemsOf(before, specs);

if (!process.argv.includes('--check')) writeFileSync(document, after);
else if (before !== after) problems.push('the list of tests is stale; run: npm run docs:invariants');
for (const problem of problems) console.error(`docs/invariants.md: ${problem}`);
if (problems.length > 0) process.exitCode = 1;

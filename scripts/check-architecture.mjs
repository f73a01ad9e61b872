// Holds the sources under the working directory against .dependency-cruiser.mjs. `--json` prints what was seen.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folders = ['src', 'libs'].filter((folder) => existsSync(folder));

const cruiser = here('../node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const { stdout, stderr } = spawnSync(
  process.execPath,
  [cruiser, '--config', here('../.dependency-cruiser.mjs'), '--output-type', 'json', ...folders],
  { encoding: 'utf8', maxBuffer: 2 ** 28 },
);
if (!stdout) {
  console.error(stderr);
  process.exit(1);
}

const { modules, summary } = JSON.parse(stdout);
const seen = new Set(modules.map((module) => module.source));
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts')),
);
// With a TypeScript it does not support, dependency-cruiser sees no file and reports no violation.
const unseen = files.filter((file) => !seen.has(file));
const violations = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
const rules = summary.ruleSetUsed.forbidden;
const edges = modules.flatMap(({ source, dependencies }) => dependencies.map(({ resolved }) => [source, resolved]));

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ rules: rules.map(({ name }) => name), files, unseen, violations, edges }));
} else {
  for (const file of unseen) console.error(`${file}: not seen by dependency-cruiser`);
  for (const { rule, from, to } of violations) console.error(`${from} → ${to}: ${rule}`);
  const broken = new Set(violations.map(({ rule }) => rule));
  for (const { name, comment } of rules) {
    if (broken.has(name)) console.error(`${name}: ${comment}`);
  }
  console.log(`architecture: ${files.length} files, ${edges.length} imports, ${violations.length} violations`);
}
process.exitCode = violations.length + unseen.length > 0 ? 1 : 0;

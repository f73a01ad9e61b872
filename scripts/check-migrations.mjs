// Holds the migrations under the working directory against the rule that two versions survive each of them (docs/adr/0042), and those of the last
// release against what it had. `--released VERSION COMMIT` says, after a release, that this one is the last.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hashOf, problemsOf } from './lib/migrations/problems.mjs';
import { recordedMigrations } from './lib/migrations/recorded.mjs';
import { whyNoRelease } from './lib/migrations/release.mjs';

const FILE = 'deploy/released.json';

const recorded = await recordedMigrations(process.cwd()).catch(({ message }) => {
  console.error(message);
  process.exit(1);
});
const [option, version, commit] = process.argv.slice(2);
if (option === '--released') {
  const last = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).version : null;
  const why = whyNoRelease(version, commit, last);
  if (why) {
    console.error(why);
    process.exit(1);
  }
  const migrations = Object.fromEntries(recorded.migrations.map((migration) => [migration.name, hashOf(migration)]));
  writeFileSync(FILE, `${JSON.stringify({ version, commit, migrations }, null, 2)}\n`);
  console.log(`${FILE} says that ${version} is the last release: commit it`);
}
const released = JSON.parse(readFileSync(FILE, 'utf8'));
const problems = problemsOf(recorded, released);
for (const problem of problems) console.error(problem);
if (problems.length > 0) console.error('Why, and how else: docs/operations.md#changing-the-schema');
const fresh = recorded.migrations.length - Object.keys(released.migrations).length;
console.log(
  `migrations: ${recorded.migrations.length}, ${fresh} of them newer than ${released.version}, ${problems.length} problems`,
);
process.exitCode = problems.length > 0 ? 1 : 0;

import { createHash } from 'node:crypto';
import { timeOf } from './recorded.mjs';
import { read } from './statement.mjs';
import { madeBy, risksOf } from './two-versions.mjs';

/** A migration's own, whatever the spaces in it. */
export function hashOf({ mysql, sqlite }) {
  const statements = [mysql, sqlite].map((all) => all.map((sql) => sql.replace(/\s+/g, ' ').trim()));
  return createHash('sha256').update(JSON.stringify(statements)).digest('hex').slice(0, 32);
}

/**
 * What is wrong with the migrations, a line each.
 * @param {Awaited<ReturnType<typeof import('./recorded.mjs').recordedMigrations>>} recorded
 * @param {{ version: string, migrations: Record<string, string> }} released the last release, and the hash of each migration in it
 */
export function problemsOf({ migrations, declared }, released) {
  const frozen = new Set(Object.keys(released.migrations));
  const seen = new Set(migrations.map(({ name }) => name));
  const older = migrations.filter(({ name }) => frozen.has(name));
  const tables = new Set(older.flatMap(({ mysql }) => mysql.map(madeBy)).filter(Boolean));
  const newest = Math.max(0, ...older.map(({ name }) => timeOf(name)));
  return [
    ...declared
      .filter((name) => !seen.has(name))
      .map((name) => `${name}: in no exported schema, so it was not looked at, and would not run`),
    ...[...frozen]
      .filter((name) => !seen.has(name))
      .map((name) => `${name}: released with ${released.version}, and gone`),
    ...older
      .filter((migration) => hashOf(migration) !== released.migrations[migration.name])
      .map(
        ({ name }) =>
          `${name}: released with ${released.version}, and changed since: databases have it already; write another`,
      ),
    ...migrations
      .filter(({ name }) => !frozen.has(name))
      .flatMap((migration) => problemsOfNew(migration, tables, newest, released.version)),
  ];
}

function problemsOfNew({ name, mysql }, tables, newest, version) {
  const problems = [];
  if (mysql.length === 0) problems.push('runs nothing that could be looked at');
  if (timeOf(name) <= newest)
    problems.push(
      'is older than what was released: a new database would run it in another sequence than one that is there',
    );
  for (const sql of mysql) {
    const { text, approval } = read(sql);
    const risks = risksOf(sql, tables);
    if (risks.length === 0) continue;
    if (!approval) problems.push(`${brief(text)}: ${risks.join('; ')}`);
    else if (!isOut(approval.since, version))
      problems.push(`${brief(text)}: ${approval.since} is not out yet, the last release is ${version}`);
  }
  return problems.map((problem) => `${name}: ${problem}`);
}

function isOut(since, version) {
  const [a, b] = [since, version].map((text) => text.split('.').map(Number));
  const at = a.findIndex((number, index) => number !== b[index]);
  return at === -1 || a[at] < b[at];
}

function brief(text) {
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

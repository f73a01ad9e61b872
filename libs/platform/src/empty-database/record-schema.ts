import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of the table of migrations as TypeORM makes it. */
const MIGRATIONS_TABLE =
  'CREATE TABLE `schema_migrations` (`id` int NOT NULL AUTO_INCREMENT, `timestamp` bigint NOT NULL, `name` varchar(255) NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB';
const TIME = /\d{13}$/;
const ASKED = /table_name = '(\w+)' AND (?:index|column)_name = '(\w+)'/;

type Migrations = readonly (new () => MigrationInterface)[];

/**
 * What all migrations do to an empty MySQL database, as statements to send at once: they run against a recorder that answers as it would.
 * The last two make the table of migrations, and fill it.
 */
export async function recordSchema(all: Migrations): Promise<readonly string[]> {
  const migrations = all
    .map((Migration) => ({ Migration, name: Migration.name, timestamp: Number(TIME.exec(Migration.name)?.[0]) }))
    .sort((one, other) => one.timestamp - other.timestamp);
  const statements: string[] = [];
  const runner = {
    dataSource: { options: { type: 'mysql' } },
    query: (sql: string) => Promise.resolve(answer(sql, statements)),
  } as unknown as QueryRunner;
  for (const { Migration } of migrations) await new Migration().up(runner);
  const rows = migrations.map(({ name, timestamp }) => `(${timestamp}, '${name}')`);
  const history = `INSERT INTO schema_migrations (timestamp, name) VALUES ${rows.join(', ')}`;
  return [...statements, MIGRATIONS_TABLE, history];
}

/** Whether an index or a column is there follows from the statements before; no table has rows that a migration would read. */
function answer(sql: string, statements: string[]): readonly object[] {
  if (!/^\s*SELECT\b/i.test(sql)) {
    statements.push(sql);
    return [];
  }
  const [, table, name] = ASKED.exec(sql) ?? [];
  const about = statements.findLast(
    (statement) => new RegExp(`\\b${table}\\b`).test(statement) && new RegExp(`\\b${name}\\b`).test(statement),
  );
  return name && about && !/\bDROP\b/.test(about) ? [{}] : [];
}

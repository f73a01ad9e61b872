import type { EntityTarget, MigrationInterface, ObjectLiteral, QueryRunner } from 'typeorm';

/** What a context keeps in the database: the entities TypeORM maps and the migrations that make their tables. */
export interface ContextSchema {
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** Column types by what they hold, so that a migration reads the same on MySQL, MariaDB and SQLite. */
export interface ColumnTypes {
  /** A ULID. Compared byte by byte: `a` is not `A`. */
  readonly id: string;
  /** An identifier of up to 128 ASCII characters made by somebody else, compared byte by byte. */
  readonly key: string;
  /** A short ASCII word: a status, a type. */
  readonly word: string;
  /** UTC with milliseconds. */
  readonly time: string;
  /** Integer fen, or any count beyond 2^31. */
  readonly bigint: string;
  readonly int: string;
  readonly flag: string;
  /** Up to 255 characters for people. */
  readonly text: string;
  /** Up to 64 KiB of anything: JSON, long texts. */
  readonly long: string;
  /** An encrypted personal field (see platform/crypto). */
  readonly sealed: string;
}

const MYSQL_BINARY = 'CHARACTER SET ascii COLLATE ascii_bin';
const MYSQL: ColumnTypes = {
  id: `varchar(26) ${MYSQL_BINARY}`,
  key: `varchar(128) ${MYSQL_BINARY}`,
  word: `varchar(64) ${MYSQL_BINARY}`,
  time: 'datetime(3)',
  bigint: 'bigint',
  int: 'int',
  flag: 'tinyint(1)',
  text: 'varchar(255)',
  long: 'text',
  sealed: `text ${MYSQL_BINARY}`,
};
const SQLITE: ColumnTypes = {
  id: 'varchar(26)',
  key: 'varchar(128)',
  word: 'varchar(64)',
  time: 'datetime',
  bigint: 'bigint',
  int: 'int',
  flag: 'boolean',
  text: 'varchar(255)',
  long: 'text',
  sealed: 'text',
};

interface TableOptions {
  /** Name of the index to its columns, for example `{ ix_orders_customer: 'customer_id, id' }`. */
  readonly indexes?: Readonly<Record<string, string>>;
}

/**
 * Creates a table that is not there yet, indexes included. MySQL commits each DDL statement by itself,
 * so one table is one statement there: a migration that was cut off can simply run again.
 */
export async function createTable(
  runner: QueryRunner,
  name: string,
  body: (types: ColumnTypes) => string,
  { indexes = {} }: TableOptions = {},
): Promise<void> {
  const sqlite = isSqlite(runner.dataSource.options.type);
  const inline = sqlite ? [] : Object.entries(indexes).map(([index, columns]) => `KEY ${index} (${columns})`);
  const suffix = sqlite ? '' : ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4';
  const parts = [body(sqlite ? SQLITE : MYSQL).trim(), ...inline].join(',\n');
  await runner.query(`CREATE TABLE IF NOT EXISTS ${name} (${parts})${suffix}`);
  if (!sqlite) return;
  for (const [index, columns] of Object.entries(indexes)) {
    await runner.query(`CREATE INDEX IF NOT EXISTS ${index} ON ${name} (${columns})`);
  }
}

/** Gives a table that is there already one more index; does nothing where the index is there too. */
export async function createIndex(runner: QueryRunner, table: string, index: string, columns: string): Promise<void> {
  if (await hasIndex(runner, table, index)) return;
  await runner.query(`CREATE INDEX ${index} ON ${table} (${columns})`);
}

/**
 * Gives a table that is there already one more column, which older rows have as NULL, or as the number given; does nothing
 * where it is there too.
 */
export async function addColumn(
  runner: QueryRunner,
  table: string,
  column: string,
  type: keyof ColumnTypes,
  defaultTo: number | null = null,
): Promise<void> {
  if (await hasColumn(runner, table, column)) return;
  const types = isSqlite(runner.dataSource.options.type) ? SQLITE : MYSQL;
  const filled = defaultTo === null ? 'NULL' : `NOT NULL DEFAULT ${defaultTo}`;
  await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${types[type]} ${filled}`);
}

/**
 * Why something may be taken away from a database that two versions share during a release: since which release no code needs it, and how that is
 * known. Without it `npm run architecture` refuses the migration (docs/operations.md#changing-the-schema).
 */
export interface Contract {
  /** A release that is out, such as `0.2.0`. */
  readonly since: string;
  readonly because: string;
}

/** Takes an index away; does nothing where it is gone too. What `down` takes away needs no contract. */
export async function dropIndex(runner: QueryRunner, table: string, index: string, contract?: Contract): Promise<void> {
  if (!(await hasIndex(runner, table, index))) return;
  const on = isSqlite(runner.dataSource.options.type) ? '' : ` ON ${table}`;
  await runner.query(`${comment(contract)}DROP INDEX ${index}${on}`);
}

/** Takes a column away; does nothing where it is gone too. */
export async function dropColumn(
  runner: QueryRunner,
  table: string,
  column: string,
  contract: Contract,
): Promise<void> {
  if (!(await hasColumn(runner, table, column))) return;
  await runner.query(`${comment(contract)}ALTER TABLE ${table} DROP COLUMN ${column}`);
}

async function hasIndex(runner: QueryRunner, table: string, index: string): Promise<boolean> {
  return isThere(
    runner,
    isSqlite(runner.dataSource.options.type)
      ? `SELECT 1 FROM pragma_index_list('${table}') WHERE name = '${index}'`
      : `SELECT 1 FROM information_schema.statistics
         WHERE table_schema = DATABASE() AND table_name = '${table}' AND index_name = '${index}' LIMIT 1`,
  );
}

async function hasColumn(runner: QueryRunner, table: string, column: string): Promise<boolean> {
  return isThere(
    runner,
    isSqlite(runner.dataSource.options.type)
      ? `SELECT 1 FROM pragma_table_info('${table}') WHERE name = '${column}'`
      : `SELECT 1 FROM information_schema.columns
         WHERE table_schema = DATABASE() AND table_name = '${table}' AND column_name = '${column}'`,
  );
}

async function isThere(runner: QueryRunner, sql: string): Promise<boolean> {
  return ((await runner.query(sql)) as unknown[]).length > 0;
}

function comment(contract: Contract | undefined): string {
  return contract ? `/* contract ${contract.since}: ${contract.because.replaceAll('*/', '')} */ ` : '';
}

export function isSqlite(type: string): boolean {
  return type === 'better-sqlite3';
}

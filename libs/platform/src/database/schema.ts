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
  if (isSqlite(runner.dataSource.options.type)) {
    await runner.query(`CREATE INDEX IF NOT EXISTS ${index} ON ${table} (${columns})`);
    return;
  }
  const found = (await runner.query(
    `SELECT 1 FROM information_schema.statistics
     WHERE table_schema = DATABASE() AND table_name = '${table}' AND index_name = '${index}' LIMIT 1`,
  )) as unknown[];
  if (found.length === 0) await runner.query(`CREATE INDEX ${index} ON ${table} (${columns})`);
}

export async function dropIndex(runner: QueryRunner, table: string, index: string): Promise<void> {
  const on = isSqlite(runner.dataSource.options.type) ? '' : ` ON ${table}`;
  await runner.query(`DROP INDEX ${index}${on}`);
}

export function isSqlite(type: string): boolean {
  return type === 'better-sqlite3';
}

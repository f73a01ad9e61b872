import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import type { Config } from '#platform/config';
import { Database, type ContextSchema, createDataSource, dataSourceOptions, migrate } from '#platform/database';

const LIMITS = {
  replicas: [],
  poolMax: 20,
  poolIdleMax: 5,
  connectTimeout: 3_000,
  idleTimeout: 600_000,
  queryTimeout: 10_000,
  slowQueryThreshold: 10_000,
};

/** MySQL or MariaDB for tests, as `npm test` found it; undefined where there is none. */
export const testDatabaseUrl = process.env['TEST_DATABASE_URL'];

type Limits = Partial<typeof LIMITS>;

export interface OpenDatabase {
  readonly database: Database;
  close(): Promise<void>;
}

export async function openSqlite(schemas: readonly ContextSchema[], path = ':memory:'): Promise<OpenDatabase> {
  return open({ ...LIMITS, primary: { kind: 'sqlite', path } }, schemas);
}

/** A new database on the test server, dropped again by `close`. */
export async function openMysql(schemas: readonly ContextSchema[], limits: Limits = {}): Promise<OpenDatabase> {
  const { url, drop } = await createMysqlDatabase();
  const { database, close } = await connectMysql(url, schemas, limits);
  return { database, close: () => close().then(drop) };
}

/** Connects as one more process would, and migrates. */
export async function connectMysql(
  url: string,
  schemas: readonly ContextSchema[],
  limits: Limits = {},
): Promise<OpenDatabase> {
  return open({ ...databaseSettings(url), ...limits }, schemas);
}

/** The configuration of a process that uses the database of a URL. */
export function databaseSettings(url: string): Config['database'] {
  const { hostname, port, username, password, pathname } = new URL(url);
  const primary = {
    kind: 'mysql' as const,
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    name: pathname.slice(1),
  };
  return { ...LIMITS, primary };
}

export async function createMysqlDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  if (testDatabaseUrl === undefined) throw new Error('TEST_DATABASE_URL is not set');
  const name = `jishi_test_${randomBytes(6).toString('hex')}`;
  const url = new URL(testDatabaseUrl);
  const run = async (sql: string) => {
    const connection = await createConnection({ uri: url.href });
    await connection.query(sql);
    await connection.end();
  };
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const mine = new URL(url);
  mine.pathname = `/${name}`;
  return { url: mine.href, drop: () => run(`DROP DATABASE ${name}`) };
}

async function open(
  config: Parameters<typeof dataSourceOptions>[0],
  schemas: readonly ContextSchema[],
): Promise<OpenDatabase> {
  const dataSource = await createDataSource(dataSourceOptions(config, schemas), config.queryTimeout);
  await migrate(dataSource);
  return { database: new Database(dataSource), close: () => dataSource.destroy() };
}

/** Runs one suite on SQLite and on MySQL; without a MySQL server that half is reported as skipped. */
export function onEachDatabase(schemas: readonly ContextSchema[], suite: (database: () => Database) => void): void {
  for (const [name, opener, there] of [
    ['SQLite', () => openSqlite(schemas), true],
    ['MySQL', () => openMysql(schemas), testDatabaseUrl !== undefined],
  ] as const) {
    (there ? describe : describe.skip)(`on ${name}`, () => {
      let opened: OpenDatabase;
      beforeAll(async () => {
        opened = await opener();
      });
      afterAll(async () => {
        await opened.close();
      });
      suite(() => opened.database);
    });
  }
}

import type mysql from 'mysql2';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Config } from '#platform/config';
import { watchPool } from './database-figures.js';
import { enforceDeadlines, statementOf } from './deadlines.js';
import { isolateSqliteTransactions } from './isolated-sqlite.js';
import { QueryPlans } from './query-plans.js';
import { type ContextSchema, isSqlite } from './schema.js';
import { SlowQueryLog } from './slow-query-log.js';

/** Seconds a statement waits for another transaction's lock before it gives up. */
const LOCK_WAIT_SECONDS = 2;
/** Callers that may wait for one of the pool's connections; one more is refused at once, and nobody waits longer than a statement may take. */
export const WAITING_PER_CONNECTION = 100;

/**
 * mysql2 whose every connection is READ COMMITTED (no gap locks; every statement sees what is committed, and the code
 * never reads and then writes blindly) and waits only briefly for locks.
 */
async function mysqlWithSessionSettings(server: string): Promise<typeof mysql> {
  const { default: driver } = await import('mysql2');
  return {
    ...driver,
    createPool(options: mysql.PoolOptions): mysql.Pool {
      const pool = driver.createPool(options);
      watchPool(pool, options.connectionLimit ?? 0, server);
      pool.on('connection', (connection) => {
        const useNoOther = (error: unknown) => error && connection.destroy();
        connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', useNoOther);
        connection.query(`SET SESSION innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`, useNoOther);
      });
      return pool;
    },
  } as typeof mysql;
}

/** All but the driver, which `createDataSource` loads: a process needs one of the two. */
export function dataSourceOptions(config: Config['database'], schemas: readonly ContextSchema[]): DataSourceOptions {
  const common = {
    entities: schemas.flatMap((schema) => [...schema.entities]) as DataSourceOptions['entities'],
    migrations: schemas.flatMap((schema) => [...schema.migrations]),
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each' as const,
    synchronize: false,
    logging: false,
    logger: new SlowQueryLog(),
    // TypeORM takes 0 for `never`; here it means every statement.
    maxQueryExecutionTime: Math.max(config.slowQueryThreshold, 0.001),
  };
  const primary = config.primary;
  if (primary.kind === 'sqlite') {
    return {
      ...common,
      type: 'better-sqlite3',
      database: primary.path,
      enableWAL: primary.path !== ':memory:',
    };
  }
  return {
    ...common,
    type: 'mysql',
    host: primary.host,
    port: primary.port,
    username: primary.user,
    password: primary.password,
    database: primary.name,
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    poolSize: config.poolMax,
    connectTimeout: config.connectTimeout,
    extra: {
      maxIdle: config.poolIdleMax,
      idleTimeout: config.idleTimeout,
      queueLimit: config.poolMax * WAITING_PER_CONNECTION,
      enableKeepAlive: true,
    },
  };
}

/**
 * Connects. Afterwards transactions are isolated from one another on every database, and nothing waits for ever.
 * @param server in the metrics
 */
export async function createDataSource(
  options: DataSourceOptions,
  queryTimeout: number,
  server = 'primary',
): Promise<DataSource> {
  const driver = isSqlite(options.type) ? (await import('libsql')).default : await mysqlWithSessionSettings(server);
  const dataSource = await new DataSource({ ...options, driver }).initialize();
  if (isSqlite(options.type)) isolateSqliteTransactions(dataSource);
  else enforceDeadlines(dataSource, queryTimeout);
  const statement = statementOf(dataSource);
  if (statement && options.logger instanceof SlowQueryLog) options.logger.explainBy(new QueryPlans(statement));
  return dataSource;
}

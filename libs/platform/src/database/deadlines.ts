import type { DataSource, QueryRunner, ReplicationMode } from 'typeorm';
import { countIfUnavailable } from './database-figures.js';
import { statementSpan, tracing } from '#platform/tracing';
import { DatabaseUnavailable, isReadOnly } from '#platform/database-failures';
import { destroyConnection, type MysqlConnection, runStatement, type StatementRunner } from './mysql-statement.js';

type Statement = (sql: string, values: readonly unknown[]) => Promise<unknown>;

/** How a statement of its own is run on each data source that has deadlines. */
const statements = new WeakMap<DataSource, Statement>();

const OWN_DEADLINE = 'jishi:deadline';
/** A transaction may take as long as this many statements; after that it begins no other, COMMIT included. */
const STATEMENTS_OF_A_TRANSACTION = 3;

/**
 * mysql2 waits for ever on a server that stopped answering. Every statement, every wait for a connection of the pool and
 * every transaction as a whole gets a deadline. A connection that missed one is destroyed, never reused, and so is one
 * that leads to a server that only reads: the next may find the new primary.
 */
export function enforceDeadlines(dataSource: DataSource, deadline: number): void {
  const driver = dataSource.driver;
  const create = driver.createQueryRunner.bind(driver);
  driver.createQueryRunner = (mode: ReplicationMode) => withDeadlines(create(mode), deadline);
  const pool = driver as unknown as { obtainMasterConnection(): Promise<MysqlConnection> };
  statements.set(dataSource, async (sql, values) => {
    const connection = await inTime(dataSource, pool.obtainMasterConnection(), deadline, (late) =>
      late.then((one) => one.release()),
    );
    try {
      return await runStatement(dataSource, connection, sql, values, deadline);
    } finally {
      connection.release();
    }
  });
}

/** Runs one statement on a connection of the pool; undefined where there are no deadlines, which is on SQLite. */
export function statementOf(dataSource: DataSource): Statement | undefined {
  return statements.get(dataSource);
}

/** Gives the statements of this runner a deadline of their own, in milliseconds. */
export function setDeadline(runner: QueryRunner, deadline: number): void {
  runner.data[OWN_DEADLINE] = deadline;
}

function withDeadlines(runner: QueryRunner, standard: number): StatementRunner {
  const connect = runner.connect.bind(runner) as () => Promise<MysqlConnection>;
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
  const startTransaction = runner.startTransaction.bind(runner);
  const deadline = () => (runner.data[OWN_DEADLINE] as number | undefined) ?? standard;
  let connection: MysqlConnection | null = null;
  let endsAt = Infinity;
  const destroy = () => connection && destroyConnection(connection);
  const mustBeInTime = () => {
    if (!runner.isTransactionActive || performance.now() <= endsAt) return;
    destroy();
    throw countIfUnavailable(new DatabaseUnavailable(), runner.dataSource);
  };
  const statement = async (sql: string, values: readonly unknown[]) => {
    const mine = connection ?? ((await runner.connect()) as MysqlConnection);
    mustBeInTime();
    return runStatement(runner.dataSource, mine, sql, values, deadline());
  };
  return Object.assign(runner, {
    startTransaction: async (...args: Parameters<QueryRunner['startTransaction']>) => {
      await runner.connect();
      if (!runner.isTransactionActive) endsAt = performance.now() + STATEMENTS_OF_A_TRANSACTION * deadline();
      await startTransaction(...args);
    },
    connect: async () =>
      (connection ??= await inTime(runner.dataSource, connect(), deadline(), (late) =>
        late.then(() => runner.release()),
      )),
    query: async (...args: unknown[]) => {
      // Without values, as BEGIN and COMMIT are, there is nothing TypeORM would do to it.
      if (args.length === 1 && !runner.isReleased) return statement(String(args[0]), []);
      await runner.connect();
      mustBeInTime();
      try {
        return await inTime(runner.dataSource, traced(query, args), deadline(), destroy);
      } catch (error) {
        if (isReadOnly(error)) destroy();
        throw error;
      }
    },
    statement,
  });
}

function traced(query: (...args: unknown[]) => Promise<unknown>, args: unknown[]): Promise<unknown> {
  if (!tracing) return query(...args);
  return tracing.part(
    () => statementSpan('mysql', String(args[0])),
    () => query(...args),
  );
}

async function inTime<T>(
  dataSource: DataSource,
  work: Promise<T>,
  deadline: number,
  onLate: (work: Promise<T>) => unknown,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      Promise.resolve(onLate(work)).catch(() => undefined);
      reject(new DatabaseUnavailable());
    }, deadline);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw countIfUnavailable(error, dataSource);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

import type { DataSource, QueryRunner, ReplicationMode } from 'typeorm';
import { DatabaseUnavailable, isReadOnly } from './failures.js';

interface Connection {
  destroy(): void;
  readonly stream: { destroy(): void };
}

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
}

/** Gives the statements of this runner a deadline of their own, in milliseconds. */
export function setDeadline(runner: QueryRunner, deadline: number): void {
  runner.data[OWN_DEADLINE] = deadline;
}

/** A connection that is not to be used again. Waiting for the goodbye of a server that is gone would leak the socket. */
export function destroyConnection(connection: Connection): void {
  connection.destroy();
  connection.stream.destroy();
}

function withDeadlines(runner: QueryRunner, standard: number): QueryRunner {
  const connect = runner.connect.bind(runner) as () => Promise<Connection>;
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
  const startTransaction = runner.startTransaction.bind(runner);
  const deadline = () => (runner.data[OWN_DEADLINE] as number | undefined) ?? standard;
  let connection: Connection | null = null;
  let endsAt = Infinity;
  const destroy = () => connection && destroyConnection(connection);
  return Object.assign(runner, {
    startTransaction: async (...args: Parameters<QueryRunner['startTransaction']>) => {
      await runner.connect();
      if (!runner.isTransactionActive) endsAt = performance.now() + STATEMENTS_OF_A_TRANSACTION * deadline();
      await startTransaction(...args);
    },
    connect: async () =>
      (connection ??= await inTime(connect(), deadline(), (late) => late.then(() => runner.release()))),
    query: async (...args: unknown[]) => {
      await runner.connect();
      if (runner.isTransactionActive && performance.now() > endsAt) {
        destroy();
        throw new DatabaseUnavailable();
      }
      try {
        return await inTime(query(...args), deadline(), destroy);
      } catch (error) {
        if (isReadOnly(error)) destroy();
        throw error;
      }
    },
  });
}

async function inTime<T>(work: Promise<T>, deadline: number, onLate: (work: Promise<T>) => unknown): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      Promise.resolve(onLate(work)).catch(() => undefined);
      reject(new DatabaseUnavailable());
    }, deadline);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

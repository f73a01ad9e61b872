import type { DataSource, QueryRunner, ReplicationMode } from 'typeorm';
import { DatabaseUnavailable } from './failures.js';

interface Connection {
  destroy(): void;
  readonly stream: { destroy(): void };
}

const OWN_DEADLINE = 'jishi:deadline';

/**
 * mysql2 waits for ever on a server that stopped answering. Every statement, and every wait for a connection of
 * the pool, gets a deadline; a connection that missed its deadline is destroyed, never reused.
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
  const deadline = () => (runner.data[OWN_DEADLINE] as number | undefined) ?? standard;
  let connection: Connection | null = null;
  return Object.assign(runner, {
    connect: async () =>
      (connection ??= await inTime(connect(), deadline(), (late) => late.then(() => runner.release()))),
    query: async (...args: unknown[]) => {
      await runner.connect();
      return inTime(query(...args), deadline(), () => connection && destroyConnection(connection));
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

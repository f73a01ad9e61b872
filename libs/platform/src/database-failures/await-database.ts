import { setTimeout as pause } from 'node:timers/promises';
import type { Config, Milliseconds } from '#platform/config';
import { isDatabaseUnavailable } from './failures.js';

const FIRST_PAUSE: Milliseconds = 100;
const LONGEST_PAUSE: Milliseconds = 2_000;
const TELL_EVERY: Milliseconds = 5_000;

/** The database let nobody in for as long as a start waits for it. */
export class DatabaseSilent extends Error {
  constructor(
    /** Host and port. */
    readonly address: string,
    readonly waited: Milliseconds,
    /** The last failure's code, such as `ECONNREFUSED`. */
    readonly reason: string,
  ) {
    super(`no answer from ${address} in ${waited} ms: ${reason}`);
    this.name = 'DatabaseSilent';
  }
}

interface Waiting {
  /** For how long a database that is not there yet is waited for. */
  readonly patience: Milliseconds;
  /** Told at once and then every 5 s what is waited for. */
  readonly tell: (news: string) => void;
}

/**
 * Resolves when the database lets this process in: it may be starting, restarting, or full. SQLite is always there.
 * @throws DatabaseSilent when it does not in time; at once whatever waiting does not change, such as a wrong password
 */
export async function awaitDatabase(
  { primary, connectTimeout }: Config['database'],
  { patience, tell }: Waiting,
): Promise<void> {
  if (primary.kind === 'sqlite') return;
  const { createConnection } = await import('mysql2/promise');
  const { host, port, user, password, name: database } = primary;
  const began = performance.now();
  const left = () => patience - (performance.now() - began);
  let toldAt = -Infinity;
  for (let wait = FIRST_PAUSE; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    const timeout = Math.max(Math.min(connectTimeout, left()), 1);
    try {
      const connection = await createConnection({ host, port, user, password, database, connectTimeout: timeout });
      return connection.destroy();
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      const reason = String((error as NodeJS.ErrnoException).code);
      // Processes that start together should not come back together.
      const next = wait * (0.5 + Math.random() / 2);
      if (left() <= next) throw new DatabaseSilent(`${host}:${port}`, patience, reason);
      if (performance.now() - toldAt >= TELL_EVERY) {
        toldAt = performance.now();
        tell(`Waiting for the database at ${host}:${port} (${reason}), for ${Math.ceil(left() / 1_000)} s more`);
      }
      await pause(next);
    }
  }
}

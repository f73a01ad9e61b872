import { readFile } from 'node:fs/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Config, Milliseconds } from '#platform/config';
import { MIGRATION_LOCK } from './migration-lock.js';

/** A database that is not there yet is waited for later, by a start that tells what it waits for. */
const CONNECT: Milliseconds = 1_000;

export interface Filling {
  /** Resolves when nothing is under way any more, whether the schema could be made or not. */
  readonly done: Promise<void>;
}

const NOTHING: Filling = { done: Promise.resolve() };

/**
 * Has an empty MySQL database make the whole schema while this process goes on loading: all of it is sent at once. It is a
 * head start and nothing else. Where the database is not empty, does not answer, another process is at it, or it fails half way, the migrations do what is left.
 * @param recorded file with the statements of `recordSchema`; a build that has none gets no head start
 */
export async function fillEmptyDatabase({ primary }: Config['database'], recorded: URL): Promise<Filling> {
  if (primary.kind === 'sqlite') return NOTHING;
  const { createConnection } = await import('mysql2/promise');
  const { host, port, user, password, name: database } = primary;
  const settings = { host, port, user, password, database, charset: 'utf8mb4_unicode_ci', connectTimeout: CONNECT };
  const connection = await createConnection({ ...settings, multipleStatements: true }).catch(() => null);
  if (!connection) return NOTHING;
  // Whoever asks hears of a failure; without a listener it would end the process as well.
  connection.on('error', () => undefined);
  const statements = await schemaFor(connection, recorded).catch(() => null);
  const filling = statements ? connection.query(statements.join(';\n')) : Promise.resolve();
  // Whose connection ends gives back its lock.
  const end = () => connection.destroy();
  return { done: filling.then(end, end) };
}

/** Null where there is nothing to do, or somebody else does it; else with the lock of the migrations held. */
async function schemaFor(connection: Connection, recorded: URL): Promise<readonly string[] | null> {
  if (!(await isEmpty(connection))) return null;
  const statements = JSON.parse(await readFile(recorded, 'utf8')) as readonly string[];
  const [[lock]] = await connection.query<RowDataPacket[]>(`SELECT GET_LOCK(${MIGRATION_LOCK}, 0) AS held`);
  return Number(lock?.['held']) === 1 && (await isEmpty(connection)) ? statements : null;
}

async function isEmpty(connection: Connection): Promise<boolean> {
  const [tables] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() LIMIT 1',
  );
  return tables.length === 0;
}

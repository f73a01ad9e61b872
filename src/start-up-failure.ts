import { ConfigurationError } from '#platform/config';
import { MigratedElsewhere } from '#platform/database';
import { DatabaseSilent, isDatabaseUnavailable } from '#platform/database-failures';
import { describeError } from '#platform/observability';
import { Refusal } from './refusal.js';

interface SystemError {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly port?: number | string;
  readonly message?: unknown;
}

const CREDENTIALS_REFUSED = 'the database refuses the user or password of DATABASE_URL';
const DATABASE_REFUSALS: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR: CREDENTIALS_REFUSED,
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: CREDENTIALS_REFUSED,
  ER_DBACCESS_DENIED_ERROR: 'the user of DATABASE_URL may not use that database',
  ER_HOST_IS_BLOCKED: 'the database has blocked this host after failed connections: flush its hosts',
  ER_BAD_DB_ERROR: 'the database named in DATABASE_URL does not exist: create it, with character set utf8mb4',
  ER_TABLEACCESS_DENIED_ERROR: 'the user of DATABASE_URL may not do what is needed: GRANT ALL on that database to it',
  ER_CON_COUNT_ERROR: 'the database takes no more connections: raise its max_connections, or lower DATABASE_POOL_MAX',
};
/** By what SQLite says, whoever wraps its errors. */
const SQLITE_REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/unable to open.*database/i, 'cannot be opened: check its path and permissions'],
  [/readonly database/i, 'cannot be written: give this user write permission to it and to its folder'],
  [/not a database|disk image is malformed/i, 'is damaged or none: restore a back-up, or delete it to begin anew'],
  [/database is locked/i, 'is in use by another process: stop that one, SQLite is for one at a time'],
  [/disk is full/i, 'cannot grow: the disk is full, make room'],
];

/** What to print of whatever ended a process: one line where it was foreseen, else the error without the values of statements. */
export function lastWords(error: unknown): unknown {
  return startUpFailure(error) ?? (error instanceof Error ? describeError(error) : error);
}

/** Why the process could not start, in one line that says what to change; null when it was not foreseen. */
export function startUpFailure(error: unknown): string | null {
  if (error instanceof ConfigurationError) return `configuration: ${error.message}`;
  if (error instanceof Refusal) return error.message;
  const { code, syscall, port = '', message } = (error ?? {}) as SystemError;
  if (code === 'EADDRINUSE') return `port ${port} is taken: stop what listens there, or set PORT to another`;
  if (code === 'EACCES' && syscall === 'listen')
    return `port ${port} may not be used by this user: set PORT to one above 1023`;
  if (typeof code === 'string' && DATABASE_REFUSALS[code]) return DATABASE_REFUSALS[code];
  if (error instanceof MigratedElsewhere) return error.message;
  if (error instanceof DatabaseSilent) return silenceOf(error);
  const file = syscall === 'mkdir' ? SQLITE_REFUSALS[0] : SQLITE_REFUSALS.find(([said]) => said.test(String(message)));
  if (file) return `the SQLite file of DATABASE_URL ${file[1]}`;
  if (isDatabaseUnavailable(error)) return 'the database of DATABASE_URL stopped answering: start again when it does';
  return null;
}

const FULL = new Set(['ER_CON_COUNT_ERROR', 'ER_TOO_MANY_USER_CONNECTIONS', 'ER_USER_LIMIT_REACHED']);

function silenceOf({ address, waited, reason }: DatabaseSilent): string {
  const seconds = `${waited / 1_000} s long`;
  if (FULL.has(reason))
    return `the database of DATABASE_URL at ${address} had no connection to spare, ${seconds} (${reason}): raise its max_connections, or lower DATABASE_POOL_MAX`;
  return `the database of DATABASE_URL did not answer at ${address}, ${seconds} (${reason}): start it, or correct DATABASE_URL`;
}

import { DomainError } from '#kernel';

/** The database does not answer in time; the caller may try again. */
export class DatabaseUnavailable extends DomainError {
  constructor() {
    super({
      code: 503,
      kind: 'unavailable',
      zh: '服务暂时不可用，请稍后再试',
      en: 'Temporarily unavailable, try again soon',
    });
  }
}

/** What a transaction had decided upon has been changed by others meanwhile: nothing is done, running it again is safe. */
export class ConcurrencyConflict extends Error {}

interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly driverError?: DriverError;
  readonly message?: unknown;
}

function driverErrorOf(error: unknown): DriverError {
  const outer = (typeof error === 'object' && error !== null ? error : {}) as DriverError;
  return outer.driverError ?? outer;
}

/** What may be kept and shown of an error: a database's own words may hold values that somebody typed. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const { driverError } = error as DriverError;
  return driverError ? `${error.name} ${String(driverError.code)}` : error.message;
}

/** 1020 record changed, 1213 deadlock: the transaction is gone, running it again is safe. */
function isDeadlock(error: unknown): boolean {
  return [1020, 1213].includes(Number(driverErrorOf(error).errno));
}

/** What others did at the same time undid this: nothing is done, and it may be tried again. */
export function isContended(error: unknown): boolean {
  return error instanceof ConcurrencyConflict || isDeadlock(error);
}

/** 1205: another transaction kept a lock longer than we are willing to wait. */
export function isLockWaitTimeout(error: unknown): boolean {
  return Number(driverErrorOf(error).errno) === 1205;
}

export function isUniqueViolation(error: unknown): boolean {
  const { errno, code } = driverErrorOf(error);
  return errno === 1062 || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE';
}

/**
 * 1290, 1836: a server that only reads, which is what the old primary is after a failover. (1290 comes from other options of
 * a server as well, none of which is about the statements of a shop.)
 */
export function isReadOnly(error: unknown): boolean {
  return [1290, 1836].includes(Number(driverErrorOf(error).errno));
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_QUERY_TIMEOUT',
  'ER_STATEMENT_TIMEOUT',
  'ER_CONNECTION_KILLED',
  'ER_CLIENT_INTERACTION_TIMEOUT',
  'SQLITE_BUSY',
]);
const CONNECTION_MESSAGES =
  /pool is closed|queue limit reached|closed state|connection lost|no connections available|server has gone away/i;

/** Whether the database could not be reached or did not answer, as opposed to refusing a statement. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable || isReadOnly(error)) return true;
  const { code, message } = driverErrorOf(error);
  return CONNECTION_CODES.has(String(code)) || (typeof message === 'string' && CONNECTION_MESSAGES.test(message));
}

/** Whether nothing in a list of changes can be what failed them: one that waits for a lock by itself may fail by itself. */
export function isNobodysFault(error: unknown): boolean {
  return isDatabaseUnavailable(error) && !isLockWaitTimeout(error);
}

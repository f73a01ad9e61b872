/** What databases fail with, and waiting for one that is not there yet: for processes that need no more of a database than that. */
export { awaitDatabase, DatabaseSilent } from './await-database.js';
export {
  DatabaseUnavailable,
  isContended,
  isDatabaseUnavailable,
  isLockWaitTimeout,
  isNobodysFault,
  isReadOnly,
  isUniqueViolation,
  messageOf,
  ConcurrencyConflict,
} from './failures.js';

export { awaitDatabase, DatabaseSilent } from './await-database.js';
export { createDataSource, dataSourceOptions } from './data-source.js';
export {
  asDate,
  asDateOrNull,
  Database,
  placeholders,
  refuseInsideTransaction,
  type Row,
  type SqlValue,
} from './database.js';
export { DatabaseModule } from './database.module.js';
export {
  DatabaseUnavailable,
  isDatabaseUnavailable,
  isLockWaitTimeout,
  isUniqueViolation,
  messageOf,
} from './failures.js';
export { inPages } from './in-pages.js';
export { insertRows } from './insert-rows.js';
export { migrate, MigratedElsewhere } from './migrate.js';
export { type ColumnTypes, type ContextSchema, createIndex, createTable, dropIndex } from './schema.js';

export { createDataSource, dataSourceOptions } from './data-source.js';
export { Database, placeholders, refuseInsideTransaction } from './database.js';
export { DatabaseModule } from './database.module.js';
export { DatabaseReading } from './database-reading.js';
export {
  DatabaseUnavailable,
  isContended,
  isDatabaseUnavailable,
  isLockWaitTimeout,
  isNobodysFault,
  isUniqueViolation,
  messageOf,
  ConcurrencyConflict,
} from '#platform/database-failures';
export { inPages } from './in-pages.js';
export { insertRows } from './insert-rows.js';
export { migrate, MigratedElsewhere } from './migrate.js';
export {
  addColumn,
  type ColumnTypes,
  type ContextSchema,
  type Contract,
  createIndex,
  createTable,
  dropColumn,
  dropIndex,
} from './schema.js';
export type { Reader, Row, SqlValue } from './reader.js';
export { ReadReplicas } from './replicas/read-replicas.js';
export { MOST_BEHIND } from './replicas/replica.js';
export { replicaSchema } from './replicas/schema.js';
export { asDate, asDateOrNull, isoTimeOf, isoTimeOfNullable, timeText } from './times.js';

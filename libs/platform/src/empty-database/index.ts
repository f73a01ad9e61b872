export { fillEmptyDatabase } from './fill-empty-database.js';
export { MIGRATION_LOCK } from './migration-lock.js';
export { recordSchema } from './record-schema.js';

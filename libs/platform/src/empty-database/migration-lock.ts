/** Whoever changes the schema holds this lock; SQL for its name, one for each database of a server. */
export const MIGRATION_LOCK = "CONCAT('jishi.migrations.', MD5(DATABASE()))";

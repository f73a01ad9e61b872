import { platformSchemas } from '#platform/assembly';
import type { Config } from '#platform/config';
import { createDataSource, dataSourceOptions, migrate } from '#platform/database';
import { schemas } from './app.module.js';

/** Brings the schema up to date, on a connection of its own. Returns the names of the migrations it ran. */
export async function migrateDatabase({ database }: Config): Promise<string[]> {
  const all = [...platformSchemas, ...schemas];
  const dataSource = await createDataSource(dataSourceOptions(database, all), database.queryTimeout);
  try {
    return await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

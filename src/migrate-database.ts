import { platformSchemas } from '#platform/assembly';
import type { Config } from '#platform/config';
import { createDataSource, dataSourceOptions, migrate } from '#platform/database';
import { schemas } from './app.module.js';
import { untilDatabaseAnswers } from './database-patience.js';

/** Brings the schema up to date, on a connection of its own. Returns the names of the migrations it ran. */
export async function migrateDatabase(config: Config): Promise<string[]> {
  const { database } = config;
  await untilDatabaseAnswers(config, (news) => console.error(news));
  const all = [...platformSchemas, ...schemas];
  const dataSource = await createDataSource(dataSourceOptions(database, all), database.queryTimeout);
  try {
    return await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

import { platformSchemas } from '#platform/assembly';
import { loadConfig } from '#platform/config';
import { createDataSource, dataSourceOptions, migrate } from '#platform/database';
import { contexts } from './app.module.js';
import { startUpFailure } from './start-up-failure.js';

try {
  process.env['NODE_ENV'] ||= 'production';
  const { database } = loadConfig(process.env);
  const schemas = [...platformSchemas, ...contexts.map(({ schema }) => schema)];
  const dataSource = await createDataSource(dataSourceOptions(database, schemas), database.queryTimeout);
  const done = await migrate(dataSource);
  console.log(done.length > 0 ? `Migrated: ${done.join(', ')}` : 'The schema is up to date');
  await dataSource.destroy();
} catch (error) {
  console.error(startUpFailure(error) ?? error);
  process.exit(1);
}

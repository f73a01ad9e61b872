import { migrateDatabase } from '../migrate-database.js';
import { lastWords } from '../start-up-failure.js';
import { commandArguments } from './command-arguments.js';
import { configOfCommand } from './config-of-command.js';

commandArguments('npm run migrate: brings the schema up to date, without serving', {});
try {
  const done = await migrateDatabase(configOfCommand());
  console.log(done.length > 0 ? `Migrated: ${done.join(', ')}` : 'The schema is up to date');
  console.log('Next: npm run start:prod, or npm start for development');
} catch (error) {
  console.error(lastWords(error));
  process.exit(1);
}

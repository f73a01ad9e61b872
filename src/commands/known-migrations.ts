import { platformSchemas } from '#platform/assembly';
import { schemas } from '../app.module.js';

// Names of the migrations this version has, one a line: a database with another one belongs to a newer version.
for (const { migrations } of [...platformSchemas, ...schemas]) {
  for (const migration of migrations) console.log(migration.name);
}

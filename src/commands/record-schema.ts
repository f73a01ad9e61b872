import { writeFile } from 'node:fs/promises';
import { platformSchemas } from '#platform/assembly';
import { recordSchema } from '#platform/empty-database';
import { schemas } from '../app.module.js';

// A part of the build: what an empty database is told at once (docs/adr/0052-a-head-start-for-an-empty-database.md).
const recorded = await recordSchema([...platformSchemas, ...schemas].flatMap(({ migrations }) => migrations));
await writeFile(new URL('../../recorded-schema.json', import.meta.url), JSON.stringify(recorded));

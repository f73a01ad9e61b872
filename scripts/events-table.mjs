// Lists who publishes and who hears which event in docs/architecture.md; `--check` only tells whether the list is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { withEventsTable } from './lib/events-table.mjs';

const source = new URL('../src/', import.meta.url);
const document = new URL('../docs/architecture.md', import.meta.url);
const sources = readdirSync(source, { recursive: true })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => [name, readFileSync(new URL(name, source), 'utf8')]);
const before = readFileSync(document, 'utf8');
const after = await withEventsTable(before, sources);

if (!process.argv.includes('--check')) {
  writeFileSync(document, after);
} else if (before !== after) {
  console.error('docs/architecture.md: the table of events is stale; run: npm run docs:events-table');
  process.exitCode = 1;
}

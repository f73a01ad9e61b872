// Draws docs/context-map.json into docs/architecture.md; `--check` only tells whether the drawing is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { withContextMap } from './lib/context-map.mjs';

const document = new URL('../docs/architecture.md', import.meta.url);
const map = JSON.parse(readFileSync(new URL('../docs/context-map.json', import.meta.url), 'utf8'));
const before = readFileSync(document, 'utf8');
const after = withContextMap(before, map);

if (!process.argv.includes('--check')) {
  writeFileSync(document, after);
} else if (before !== after) {
  console.error('docs/architecture.md: the context map is stale; run: npm run docs:context-map');
  process.exitCode = 1;
}

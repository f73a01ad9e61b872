// Draws docs/context-map.json into docs/architecture.md; `--check` only tells whether the drawing is stale.
import { readFileSync, writeFileSync } from 'node:fs';

const document = new URL('../docs/architecture.md', import.meta.url);
const map = JSON.parse(readFileSync(new URL('../docs/context-map.json', import.meta.url), 'utf8'));

const arrows = Object.entries(map).flatMap(([context, { calls, hears }]) => [
  ...Object.entries(calls).map(([callee, why]) => `  ${context} -->|"${why}"| ${callee}`),
  ...Object.entries(hears).map(([publisher, events]) => `  ${publisher} -.->|"${events.join('<br>')}"| ${context}`),
]);
const drawing = ['```mermaid', 'flowchart LR', ...Object.keys(map).map((name) => `  ${name}`), ...arrows, '```'];

const [start, end] = ['<!-- context-map: start -->', '<!-- context-map: end -->'];
const before = readFileSync(document, 'utf8');
if (!before.includes(start) || !before.includes(end)) throw new Error(`docs/architecture.md lacks ${start} … ${end}`);
const after =
  before.slice(0, before.indexOf(start) + start.length) +
  `\n\n${drawing.join('\n')}\n\n` +
  before.slice(before.indexOf(end));

if (!process.argv.includes('--check')) {
  writeFileSync(document, after);
} else if (before !== after) {
  console.error('docs/architecture.md: the context map is stale; run: npm run docs:context-map');
  process.exitCode = 1;
}

// Writes the table of docs/configuration.md from the variables the server reads; `--check` only tells whether it is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { configurationVariables } from '../dist/libs/platform/src/config/index.js';

const [start, end] = ['<!-- configuration: start -->', '<!-- configuration: end -->'];
const page = new URL('../docs/configuration.md', import.meta.url);
const before = readFileSync(page, 'utf8');

const rows = configurationVariables.map(({ name, default: value, meaning, secret, notUsedYet }) => {
  const shown = value.startsWith('(') ? value.slice(1, -1) : `\`${value}\``;
  const notes = [...(secret ? ['secret'] : []), ...(notUsedYet ? ['*not used yet*'] : [])];
  return `| \`${name}\` | ${shown} | ${[meaning, ...notes].join('; ').replaceAll('|', '\\|')} |`;
});
const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
const after = `${before.slice(0, before.indexOf(start) + start.length)}\n\n${table}\n\n${before.slice(before.indexOf(end))}`;

if (!process.argv.includes('--check')) {
  writeFileSync(page, after);
} else if (before !== after) {
  console.error('docs/configuration.md: the table is stale; run: npm run docs:configuration');
  process.exitCode = 1;
}

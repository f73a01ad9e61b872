// Writes the table of docs/configuration.md, and the names that the chart's values may have, from the variables the server reads; `--check` only tells
// whether they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { configurationVariables } from '../dist/libs/platform/src/config/index.js';

const [start, end] = ['<!-- configuration: start -->', '<!-- configuration: end -->'];
const page = new URL('../docs/configuration.md', import.meta.url);
const before = readFileSync(page, 'utf8');

const rows = configurationVariables.map(({ name, default: value, meaning, secret }) => {
  const shown = value.startsWith('(') ? value.slice(1, -1) : `\`${value}\``;
  return `| \`${name}\` | ${shown} | ${[meaning, ...(secret ? ['secret'] : [])].join('; ').replaceAll('|', '\\|')} |`;
});
const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
const filled = `${before.slice(0, before.indexOf(start) + start.length)}\n\n${table}\n\n${before.slice(before.indexOf(end))}`;
const after = await format(filled, { ...(await resolveConfig(page)), parser: 'markdown' });

/** What the chart decides itself, or is for development. */
const NOT_OF_VALUES = [
  'NODE_ENV',
  'PORT',
  'MANAGEMENT_PORT',
  'HOST',
  'WORKERS',
  'BACKGROUND_JOBS',
  'PUBLIC_BASE_URL',
  'DEMO_SEED',
];
const schema = new URL('../deploy/helm/jishi/values.schema.json', import.meta.url);
const schemaBefore = readFileSync(schema, 'utf8');
const values = JSON.parse(schemaBefore);
const named = (wanted) => configurationVariables.filter(wanted).map(({ name }) => name);
values.$defs.secretName.enum = named(({ secret, file }) => secret || file);
values.$defs.variableName.enum = named(({ name, secret }) => !secret && !NOT_OF_VALUES.includes(name));
const schemaAfter = await format(JSON.stringify(values), { parser: 'json', printWidth: 120 });

for (const [file, old, fresh] of [
  [page, before, after],
  [schema, schemaBefore, schemaAfter],
]) {
  if (!process.argv.includes('--check')) writeFileSync(file, fresh);
  else if (old !== fresh) {
    console.error(`${file.pathname.split('/').at(-1)} is stale; run: npm run docs:configuration`);
    process.exitCode = 1;
  }
}

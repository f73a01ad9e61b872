import { withContextMap } from '../context-map.mjs';
import { withEventsTable } from '../events-table.mjs';
import { afterImports, intoList, intoTable } from './edits.mjs';

/** Everywhere a context is mentioned besides its own folder. */
export async function register(changes, names, code) {
  intoApplication(changes, names);
  intoPermissions(changes, names);
  const english = `${capital(names.aggregate.words)} not found`;
  intoDocuments(changes, names, { code, english });
  intoClient(changes, names, { code, english });
  await intoMap(changes, (map) => ({ ...map, [names.context.kebab]: { calls: {}, hears: {} } }));
}

function intoApplication(changes, { context }) {
  const file = 'src/app.module.ts';
  const module = `${context.pascal}Module`;
  changes.edit(file, (text) => {
    const line = `import { ${module} } from './${context.kebab}/index.js';`;
    const imported = afterImports(text, file, line, /^import \{ \w+Module \} from '\.\/[\w-]+\/index\.js';$/gm);
    return intoList(imported, file, 'export const contexts = [', ']', module);
  });
}

function intoPermissions(changes, { plural }) {
  const [read, write] = [`'${plural.kebab}:read'`, `'${plural.kebab}:write'`];
  const file = 'src/auth/domain/permissions.ts';
  changes.edit(file, (text) =>
    intoList(intoList(text, file, 'const READING = [', ']', read), file, 'const OPERATING = [', ']', write),
  );
  const matrix = 'test/e2e/roles.spec.ts';
  const rows = `${read}: EVERYBODY,\n${write}: ['owner', 'operator']`;
  changes.edit(matrix, (text) =>
    intoList(text, matrix, 'const ROLES_WITH: Readonly<Record<string, readonly string[]>> = {', '};', rows),
  );
}

function intoDocuments(changes, { aggregate, zh }, { code, english }) {
  const glossary = 'docs/glossary.md';
  const term = `| ${aggregate.words} | ${zh} | \`${aggregate.pascal}\` | say here in one line what it is |`;
  changes.edit(glossary, (text) => intoTable(text, glossary, '## The shop', term));
  const errors = 'docs/errors.md';
  const row = `| ${code} | 404 | ${english} | ${zh}不存在 | There is none. | Read the list again. |`;
  changes.edit(errors, (text) => intoTable(text, errors, '## Contexts of your own', row));
}

/** The mini-program client knows every code of docs/errors.md by a name. */
function intoClient(changes, { aggregate, zh }, { code, english }) {
  const file = 'clients/mini-program/src/codes.ts';
  const item = `/** ${english} · ${zh}不存在 */\n${aggregate.pascal}NotFound: ${code}`;
  changes.edit(file, (text) => intoList(text, file, 'export const Codes = {', '} as const', item));
}

/** Changes docs/context-map.json, and redraws what is drawn of it and of the sources. */
export async function intoMap(changes, change) {
  const file = 'docs/context-map.json';
  const map = change(JSON.parse(changes.read(file)));
  changes.edit(file, () => JSON.stringify(map, null, 2));
  const architecture = await withEventsTable(changes.read('docs/architecture.md'), changes.sourcesOfContexts);
  changes.edit('docs/architecture.md', () => withContextMap(architecture, map));
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

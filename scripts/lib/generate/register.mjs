import { withContextMap } from '../context-map.mjs';
import { withEventsTable } from '../events-table.mjs';
import { afterImports, intoList, intoTable } from './edits.mjs';

/** Everywhere a context is mentioned besides its own folder. */
export async function register(changes, names, code) {
  intoApplication(changes, names);
  intoPermissions(changes, names);
  intoDocuments(changes, names, code);
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

function intoDocuments(changes, { aggregate, zh }, code) {
  const glossary = 'docs/glossary.md';
  const term = `| ${aggregate.words} | ${zh} | \`${aggregate.pascal}\` | say here in one line what it is |`;
  changes.edit(glossary, (text) => intoTable(text, glossary, '## The shop', term));
  const errors = 'docs/errors.md';
  const english = `${aggregate.words.charAt(0).toUpperCase()}${aggregate.words.slice(1)} not found`;
  const row = `| ${code} | 404 | ${english} | ${zh}不存在 | There is none. | Read the list again. |`;
  changes.edit(errors, (text) => intoTable(text, errors, '## Contexts of your own', row));
}

/** Changes docs/context-map.json, and redraws what is drawn of it and of the sources. */
export async function intoMap(changes, change) {
  const file = 'docs/context-map.json';
  const map = change(JSON.parse(changes.read(file)));
  changes.edit(file, () => JSON.stringify(map, null, 2));
  const architecture = await withEventsTable(changes.read('docs/architecture.md'), changes.sourcesOfContexts);
  changes.edit('docs/architecture.md', () => withContextMap(architecture, map));
}

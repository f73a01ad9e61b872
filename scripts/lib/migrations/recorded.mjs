import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root as here } from '../checkout.mjs';

const NAMED = /^(?:export )?class (\w+?\d{13})\b/gm;
const SCHEMA = join(here, 'libs/platform/src/database/schema.ts');
const DIALECTS = { mysql: 'mysql', sqlite: 'better-sqlite3' };

/**
 * What every migration under src/ and libs/ of `root` would run, in the sequence in which an empty database runs them. They are run against a
 * recorder, so it is what they do, whatever their source looks like.
 * @returns {Promise<{ migrations: { name: string, mysql: string[], sqlite: string[] }[], declared: string[] }>} `declared`: names of the classes in the sources
 */
export async function recordedMigrations(root) {
  const files = ['src', 'libs'].flatMap((folder) => sourcesIn(join(root, folder)));
  const texts = files.map((file) => [file, readFileSync(file, 'utf8')]).filter(([, text]) => text.match(NAMED));
  const declared = texts.flatMap(([, text]) => [...text.matchAll(NAMED)].map(([, name]) => name));
  const modules = await load(
    root,
    texts.map(([file]) => file),
  );
  const schemas = modules
    .flatMap((module) => Object.values(module))
    .filter((value) => Array.isArray(value?.migrations));
  const classes = [...new Set(schemas.flatMap(({ migrations }) => migrations))];
  const migrations = [];
  for (const Migration of classes.sort((a, b) => timeOf(a.name) - timeOf(b.name))) {
    migrations.push({
      name: Migration.name,
      mysql: await statementsOf(Migration, DIALECTS.mysql),
      sqlite: await statementsOf(Migration, DIALECTS.sqlite),
    });
  }
  return { migrations, declared };
}

/** Milliseconds; TypeORM runs migrations in the sequence of the digits at the end of their names. */
export function timeOf(name) {
  return Number(/\d{13}$/.exec(name)?.[0]);
}

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts') && !/\.spec\.ts$|\/testing\//.test(name.replaceAll('\\', '/')));
}

/** The modules with the migrations, without what they have nothing to do with: entities and other packages are empty. */
async function load(root, files) {
  const names = files.map((_, number) => `schema${number}`);
  const contents = files.map((file, n) => `import * as ${names[n]} from ${JSON.stringify(file)};`);
  const { outputFiles } = await build({
    stdin: { contents: [...contents, `export default [${names.join(', ')}];`].join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    keepNames: true,
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    plugins: [{ name: 'only-migrations', setup: onlyMigrations }],
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)).default;
}

function onlyMigrations({ onResolve, onLoad }) {
  onResolve({ filter: /^#platform\/database$/ }, () => ({ path: SCHEMA }));
  onResolve({ filter: /\.entity\.js$|^[^./]/ }, ({ path, kind, importer }) =>
    kind === 'entry-point' || importer === '<stdin>' ? undefined : { path, namespace: 'empty' },
  );
  const contents = 'module.exports = new Proxy({}, { get: () => class {} });';
  onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents, loader: 'js' }));
}

/** Whatever it asks of the database is answered once by nothing and once by a row, so that neither branch stays unseen. */
async function statementsOf(Migration, type) {
  const statements = new Set();
  const row = new Proxy({}, { get: (_, property) => (property === 'then' ? undefined : '1') });
  for (const rows of [[], [row]]) await new Migration().up(recorder(type, rows, statements, Migration.name));
  return [...statements];
}

function recorder(type, rows, statements, name) {
  const runner = {
    dataSource: { options: { type } },
    query: async (sql) => {
      if (!/^\s*SELECT\b/i.test(sql)) statements.add(sql);
      return rows;
    },
  };
  const get = (_, property) => {
    if (property in runner) return runner[property];
    throw new Error(`${name} calls runner.${String(property)}: write SQL with runner.query, which can be looked at`);
  };
  return new Proxy({}, { get });
}

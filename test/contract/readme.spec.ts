import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configurationVariables, type ConfigurationVariable } from '#platform/config';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

function foldersOf(path: string): string[] {
  const entries = readdirSync(join(root, path), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
}

const contexts = foldersOf('src');
const documents = [
  'README.md',
  'README.zh.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'bench/README.md',
  'clients/mini-program/README.md',
  'clients/mini-program/example/README.md',
  '.github/pull_request_template.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
  ...[...contexts, ...foldersOf('libs')].map((folder) => join(folder, 'README.md')),
].filter((file) => existsSync(join(root, file)));

const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
const npmCommands = (text: string) =>
  [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, a, b]) => a ?? b ?? '');

describe('docs/configuration.md', () => {
  it('lists exactly the variables the server reads, with their defaults', () => {
    const rows = read('docs/configuration.md').matchAll(/^\| *`([A-Z][A-Z0-9_]+)` *\|((?:[^|\\]|\\.)*)\|.*\|$/gm);
    const listed = [...rows].map(([, name, value = '']) => ({
      name,
      default: value.trim().replaceAll('`', ''),
    }));
    const variables: readonly ConfigurationVariable[] = configurationVariables;
    expect(listed).toEqual(
      variables.map(({ name, default: value }) => ({
        name,
        default: value.replace(/^\((.*)\)$/, '$1'),
      })),
    );
  });
});

describe('README.md', () => {
  it('gives the commands that CI runs', () => {
    const run = read('.ci/run').split('\n');
    for (const command of ['npm run lint', 'npm run types', 'npm test']) {
      expect(run).toContain(command);
      expect(read('README.md')).toContain(command);
    }
  });
});

describe('each context', () => {
  it.each(contexts)('%s has a README.md', (context) => {
    expect(readdirSync(join(root, context))).toContain('README.md');
  });
});

describe('each document', () => {
  it.each(documents)('%s names only npm commands that exist', (document) => {
    expect(npmCommands(read(document)).filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it.each(documents)('%s links only to files that exist', (document) => {
    const targets = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) =>
      target.replace(/#.*$/, ''),
    );
    const local = targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(join(root, dirname(document), target)))).toEqual([]);
  });

  it.each(documents)('%s names only paths that exist', (document) => {
    const paths = [
      ...read(document).matchAll(/`((?:\.ci|bench|deploy|docker|docs|libs|scripts|src|test)\/[\w./-]*)`/g),
    ];
    expect(paths.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

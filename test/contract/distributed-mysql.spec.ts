import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/distributed-mysql.md'), 'utf8');

/** By the headings of the page, how its construct is written in the code. */
const CONSTRUCTS: Readonly<Record<string, RegExp>> = {
  'Row locks': /\bforUpdate\b/,
  'Work that is taken by passing over what others hold': /\bforUpdateSkipLocked\b/,
  'Named locks': /\bGET_LOCK\b/,
  'Rows that everybody writes': /\bUPDATE (revocation_epoch|replica_heartbeat)\b/,
  Upserts: /\bON DUPLICATE KEY\b/,
  'Foreign keys': /\bFOREIGN KEY \(/,
  Joins: /\bJOIN \w+\s/,
  'Settings of a session': /\bSET SESSION\b/,
};
const NOWHERE = [
  // But the table of migrations, as TypeORM makes it.
  /^(?!.*schema_migrations).*\bAUTO_INCREMENT\b/m,
  /\bSAVEPOINT\b/,
  /\bLAST_INSERT_ID\b/,
  /\bREPLACE INTO\b/,
  /\bLOCK TABLES\b/,
];

const code = ['src', 'libs']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => `${folder}/${String(file)}`))
  .filter((path) => path.endsWith('.ts') && !/\.(spec|contract)\.ts$|\/testing\/|\/in-memory-/.test(path))
  // The console is for development, where the database is one.
  .filter((path) => !path.startsWith('src/console/'))
  // The door itself, through which the others ask.
  .filter((path) => path !== 'libs/platform/src/database/database.ts')
  .map((path) => ({ path, text: withoutComments(readFileSync(join(root, path), 'utf8')) }));

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*\*?[^]*?\*\/|^\s*\/\/.*$/gm, '');
}

const found = (construct: RegExp) => code.filter(({ text }) => construct.test(text)).map(({ path }) => path);
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);
const listed = (heading: string) => {
  const [, where = ''] = sections.get(heading)?.split(/^Where: /m) ?? [];
  return [...where.matchAll(/`([^`]+)`/g)].map(([, path]) => path);
};

describe('docs/distributed-mysql.md', () => {
  it.each(Object.entries(CONSTRUCTS))('lists where the code has what it says of %s', (heading, construct) => {
    expect(found(construct)).not.toEqual([]);
    expect(listed(heading).sort()).toEqual(found(construct).sort());
  });

  it('lists nothing that no code is looked through for', () => {
    const withLists = [...sections].filter(([, text]) => /^Where: /m.test(text)).map(([heading]) => heading);
    expect(withLists.sort()).toEqual(Object.keys(CONSTRUCTS).sort());
  });

  it.each(NOWHERE)('is right that nothing has %s', (construct) => expect(found(construct)).toEqual([]));
});

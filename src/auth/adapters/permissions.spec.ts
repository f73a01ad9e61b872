import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionsOf } from '../domain/permissions.js';

const root = join(__dirname, '../../..');
const sources = ['src', 'libs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);
const asked = sources.flatMap((source) =>
  [...source.matchAll(/@ForStaff\(\s*'([^']*)'/g)].map(([, name = '']) => name),
);

describe('permissions', () => {
  it('that routes ask for are all known: nobody could use a route otherwise', () => {
    expect(asked.length).toBeGreaterThan(10);
    const known: ReadonlySet<string> = permissionsOf('owner');
    expect([...new Set(asked)].filter((permission) => !known.has(permission))).toEqual([]);
  });

  it('are named where a route asks for them, so that this list sees them', () => {
    const marks = sources.flatMap((source) =>
      [...source.matchAll(/@ForStaff\(\s*([^)]*?)\s*\)/g)].map(([, mark]) => mark),
    );
    expect(marks.filter((mark) => mark !== '' && !/^'[a-z-]+:[a-z-]+'$/.test(mark ?? ''))).toEqual([]);
  });
});

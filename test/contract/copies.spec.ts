import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

it('a restore forgets the copies of everybody who keeps some in Redis', () => {
  const files = ['src', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, String(file))),
  );
  const prefixes = files
    .filter((path) => path.endsWith('.ts') && !/\.spec\.ts$|\/testing\//.test(path))
    .flatMap((path) => [...read(path).matchAll(/\bprefix: '([^']+)'|^const PREFIX = '([^']+:cache:)'/gm)])
    .map(([, option, constant]) => option ?? constant);
  const [, forgotten = ''] = /const COPIES = \[(.*)\]/.exec(read('src/commands/forget-copies.ts')) ?? [];
  expect(prefixes).toContain('auth:');
  expect([...forgotten.matchAll(/'([^']+)\*'/g)].map(([, prefix]) => prefix).sort()).toEqual(prefixes.sort());
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Lockfile {
  readonly packages: Record<string, { readonly optionalDependencies?: Record<string, string> }>;
}

// npm leaves binaries of other platforms out of a lockfile it cannot find them for, and `npm ci` then refuses it everywhere.
it('package-lock.json holds the binaries of every platform', () => {
  const lockfile = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as Lockfile;
  const present = new Set(Object.keys(lockfile.packages).map((path) => path.split('node_modules/').at(-1)));
  const wanted = Object.values(lockfile.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  expect(wanted).not.toEqual([]);
  expect(wanted.filter((name) => !present.has(name))).toEqual([]);
});

import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildAlone } from './build-lock.mjs';
import { Refusal, root, say } from './checkout.mjs';

/** What the compiler writes last: a build that is under way, or was broken off, has none. */
const product = 'dist/tsconfig.build.tsbuildinfo';
const sources = [
  'src',
  'libs',
  'clients/mini-program/src',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'package.json',
];
const bundle = 'dist/server/main.js';
/** Not in dist/, which a build deletes. */
const lock = join(root, '.data/build-lock');

const isBuilt = () => isNewer(product, sources);
const isBundled = () => isBuilt() && isNewer(bundle, [product, 'scripts/bundle.mjs']);

/** Builds dist/ unless it is newer than everything it is built from. Without dist/server: see `ensureBundled`. */
export function ensureBuilt() {
  buildAlone(lock, isBuilt, build);
}

/** Builds all that `npm run build` does, unless it is newer than everything it is built from. */
export function ensureBundled() {
  buildAlone(lock, isBundled, () => {
    if (!isBuilt()) build();
    run('dist/src/commands/record-schema.js');
    run('scripts/bundle.mjs');
    run('dist/server/compile-ahead.js');
  });
}

function build() {
  say(modifiedAt(product) === 0 ? 'building' : 'the sources have changed: building');
  run('node_modules/@nestjs/cli/bin/nest.js', 'build');
}

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ['inherit', 2, 'inherit'],
  });
  if (status === 0) return;
  // The compiler emits in spite of errors; the next start must not take that for a build.
  for (const made of [product, bundle]) rmSync(join(root, made), { force: true });
  throw new Refusal('the build failed: mend what is reported above and run this again');
}

const isNewer = (file, than) => modifiedAt(file) > Math.max(...than.map((path) => newestIn(join(root, path))));

/** Folders count too: their time tells of deleted files. */
function newestIn(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return /\.(spec|contract)\.ts$/.test(path) ? 0 : stat.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), stat.mtimeMs);
}

function modifiedAt(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

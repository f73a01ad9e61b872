import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, root, say } from './checkout.mjs';

const product = join(root, 'dist/src/main.js');
const sources = [
  'src',
  'libs',
  'clients/mini-program/src',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'package.json',
];

/** Builds dist/ unless it is newer than everything it is built from. */
export function ensureBuilt() {
  const builtAt = modifiedAt(product);
  if (builtAt > Math.max(...sources.map((source) => newestIn(join(root, source))))) return;
  say(builtAt === 0 ? 'building' : 'the sources have changed: building');
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: ['inherit', 2, 'inherit'] });
  if (status === 0) return;
  rmSync(product, { force: true }); // the compiler emits in spite of errors; the next start must not take that for a build
  throw new Refusal('the build failed: mend what is reported above and run this again');
}

/** Folders count too: their time tells of deleted files. */
function newestIn(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return /\.(spec|contract)\.ts$/.test(path) ? 0 : stat.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), stat.mtimeMs);
}

function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

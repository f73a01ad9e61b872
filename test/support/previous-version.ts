import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Options, transformSync } from '@swc/core';

const ROOT = join(__dirname, '../..');

/** In a container the checkout belongs to whoever is outside, which Git refuses by default. */
const OF_ANY_OWNER = ['-c', `safe.directory=${ROOT}`];

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>>;
}

/**
 * The commit of the last release (deploy/released.json); null where Git does not have it, which is said. With CI=true that is an error, unless
 * the clone is shallow or no clone at all.
 */
export function previousCommit(suite: string): string | null {
  const { commit } = JSON.parse(readFileSync(join(ROOT, 'deploy/released.json'), 'utf8')) as { commit: string };
  const git = (...args: readonly string[]) =>
    spawnSync('git', [...OF_ANY_OWNER, ...args], { cwd: ROOT, encoding: 'utf8' });
  if (git('cat-file', '-e', `${commit}^{commit}`).status === 0) return commit;
  const isShallow = git('rev-parse', '--is-shallow-repository').stdout?.trim();
  const reason =
    isShallow === 'false'
      ? `Git has no ${commit}, which deploy/released.json names as the last release`
      : `no history here that would have ${commit} (git fetch --unshallow)`;
  if (process.env['CI'] === 'true' && isShallow === 'false') throw new Error(reason);
  process.stderr.write(`\nSKIPPED: ${suite}: ${reason}\n`);
  return null;
}

/** Another version of the shop, compiled in a folder of its own; not by tsc, which takes ten times as long and checks what was checked when it was released. */
export class PreviousVersion {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'jishi-previous-')));

  constructor(commit: string) {
    const archive = execFileSync('git', [...OF_ANY_OWNER, 'archive', commit], { cwd: ROOT, maxBuffer: 2 ** 28 });
    execFileSync('tar', ['-x', '-C', this.folder], { input: archive });
    if (needsSamePackages(this.folder)) symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    else
      execFileSync('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: this.folder, stdio: 'ignore' });
    compile(this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** As tsconfig.json says. */
const COMPILED: Options = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  configFile: false,
  swcrc: false,
};

function compile(folder: string): void {
  const paths = ['src', 'libs'].flatMap((top) =>
    readdirSync(join(folder, top), { recursive: true, encoding: 'utf8' }).map((name) => join(top, name)),
  );
  for (const path of paths.filter((name) => /(?<!\.spec|\.contract|\.d)\.ts$/.test(name))) {
    const { code } = transformSync(readFileSync(join(folder, path), 'utf8'), { ...COMPILED, filename: path });
    const target = join(folder, 'dist', path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
}

/** Whether all it needs to run is installed here, in the same versions. */
function needsSamePackages(folder: string): boolean {
  const packagesOf = (root: string) =>
    (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock).packages;
  const here = packagesOf(ROOT);
  return Object.entries(packagesOf(folder)).every(
    ([path, { version, dev }]) => path === '' || dev === true || here[path]?.version === version,
  );
}

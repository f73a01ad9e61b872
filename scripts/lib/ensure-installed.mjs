import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Refusal, root, say } from './checkout.mjs';

/** Installs the dependencies unless node_modules holds what package-lock.json asks for. */
export function ensureInstalled() {
  const lack = whatIsLacking();
  if (!lack) return;
  say(`${lack}: npm ci (about a minute the first time)`);
  if (npm('ci')) return;
  if (process.env.CI === 'true')
    throw new Refusal('npm ci failed, see above: is package-lock.json committed as npm install wrote it?');
  say('npm ci failed, see above: trying npm install, which may change package-lock.json');
  if (!npm('install')) {
    throw new Refusal(
      'the dependencies cannot be installed: is the registry reachable (npm ping), and may this user write here? then run: npm ci',
    );
  }
}

function whatIsLacking() {
  const wanted = packagesIn('package-lock.json');
  if (!wanted && existsSync(join(root, 'package-lock.json'))) {
    throw new Refusal(
      'package-lock.json is no JSON, perhaps after a merge: git checkout -- package-lock.json, then npm install',
    );
  }
  const present = packagesIn('node_modules/.package-lock.json');
  if (!wanted) return 'there is no package-lock.json';
  if (!present) return 'the dependencies are not installed';
  // Times do not tell: `npm install` writes the lockfile after node_modules, and a checkout writes it at any time.
  const stale = Object.entries(wanted).some(
    ([path, { version, optional }]) =>
      path !== '' && present[path]?.version !== version && !(optional && !present[path]),
  );
  return stale ? 'the dependencies are older than package-lock.json' : null;
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return null;
  }
}

function npm(command) {
  // npm warns of each build tool that would rather have a newer Node; errors it says all the same.
  const args = [command, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const self = process.env.npm_execpath ?? '';
  const options = { cwd: root, stdio: ['inherit', 2, 'inherit'] };
  const { status, error } = basename(self).startsWith('npm-cli')
    ? spawnSync(process.execPath, [self, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (error?.code === 'ENOENT') throw new Refusal('npm is not on the PATH: it comes with Node, so install Node again');
  return status === 0;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { root } from '../../scripts/lib/checkout.mjs';

/** Writes one run as JSON and answers where, seen from the root. */
export function keep({ at, stores, settings, rows, failures }, folder = 'bench/results') {
  const target = resolve(root, folder);
  mkdirSync(target, { recursive: true });
  const file = join(target, `${at.replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ at, machine: machine(), stores, settings, rows, failures }, null, 2)}\n`);
  return relative(root, file);
}

function machine() {
  const cores = cpus();
  return {
    node: process.versions.node,
    platform: `${platform()} ${arch()}`,
    cpu: cores[0]?.model ?? 'unknown',
    cores: cores.length,
    memoryMiB: Math.round(totalmem() / 2 ** 20),
  };
}

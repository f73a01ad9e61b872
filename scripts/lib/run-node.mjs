import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { root } from './checkout.mjs';
import { whenOrphanedByNpm } from './orphaned-by-npm.mjs';

/**
 * Runs the shop's own Node, or this one where there is none (docs/adr/0037), on `args` at the root of the checkout, hands signals on, and
 * answers the exit code (128 + n after signal n).
 */
export function runNode(args, env = process.env) {
  const own = join(root, 'node_modules/.bin/node');
  const node = spawnSync(own, ['--version']).status === 0 ? own : process.execPath;
  const child = spawn(node, args, { cwd: root, env, stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; handing it on would make it a second one.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  whenOrphanedByNpm(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

// node scripts/run.mjs FILE [ARGUMENT…]: installs and builds as far as needed, then runs FILE.
import { asCommand, Refusal } from './lib/checkout.mjs';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';
import { runNode } from './lib/run-node.mjs';

await asCommand(() => {
  const [file, ...args] = process.argv.slice(2);
  if (!file) throw new Refusal('say which file to run: node scripts/run.mjs dist/src/migrate.js');
  ensureInstalled();
  ensureBuilt();
  return runNode([file, ...args]);
});

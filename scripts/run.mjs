// node scripts/run.mjs [--development] FILE [ARGUMENT…]: installs and builds as far as needed, then runs FILE.
// --development: as `npm start` does, NODE_ENV is development unless it is set; without, FILE decides.
import { asCommand, Refusal } from './lib/checkout.mjs';
import { developmentUnlessSaid } from './lib/development.mjs';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';
import { runNode } from './lib/run-node.mjs';
import { withoutArguments } from './lib/without-arguments.mjs';

await asCommand(() => {
  const isForDevelopment = process.argv[2] === '--development';
  const [file, ...args] = process.argv.slice(isForDevelopment ? 3 : 2);
  if (!file) throw new Refusal('say which file to run: node scripts/run.mjs dist/src/commands/migrate.js');
  const help = withoutArguments(file, args);
  if (help) return void console.log(help);
  const environment = isForDevelopment ? { NODE_ENV: developmentUnlessSaid() } : {};
  ensureInstalled();
  ensureBuilt();
  return runNode([file, ...args], { ...process.env, ...environment });
});

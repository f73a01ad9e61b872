// npm start: from a bare checkout to a running development server.
import { asCommand, Refusal, say } from './lib/checkout.mjs';
import { developmentUnlessSaid } from './lib/development.mjs';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';
import { runNode } from './lib/run-node.mjs';

await asCommand(() => {
  if (process.env.NODE_ENV === 'production') {
    throw new Refusal('npm start is for development and refuses NODE_ENV=production: use npm run start:prod');
  }
  const NODE_ENV = developmentUnlessSaid();
  ensureInstalled();
  ensureBuilt();
  say('starting');
  return runNode(['dist/src/main.js', ...process.argv.slice(2)], { ...process.env, NODE_ENV });
});

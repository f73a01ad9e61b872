// npm run new:use-case -- CONTEXT NAME: adds a use case, or with --reacts-to a reaction, to a context that is there.
import { asCommand } from './lib/checkout.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';

await asCommand(async () => {
  ensureInstalled();
  const { newUseCase } = await import('./lib/generate/new-use-case.mjs');
  await newUseCase();
});

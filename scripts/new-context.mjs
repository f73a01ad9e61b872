// npm run new:context -- NAME: adds a bounded context, whole and working, after the sample in templates/.
import { asCommand } from './lib/checkout.mjs';
import { ensureInstalled } from './lib/ensure-installed.mjs';

await asCommand(async () => {
  ensureInstalled();
  const { newContext } = await import('./lib/generate/new-context.mjs');
  await newContext();
});

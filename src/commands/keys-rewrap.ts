import { KeyReport, RewrapKeys } from '#platform/crypto';
import { keyUsageLines } from './key-usage-lines.js';
import { commandArguments } from './command-arguments.js';
import { runCommand } from './run-command.js';

commandArguments('npm run keys:rewrap: wraps data keys with the current key-encryption key', {});
await runCommand('keys:rewrap', async (app) => {
  const { rewrapped, failed } = await app.get(RewrapKeys).run((done) => console.log(done));
  console.log(`${rewrapped} keys wrapped again, ${failed} could not be`);
  for (const line of keyUsageLines(await app.get(KeyReport).usages())) console.log(line);
  return failed > 0 ? 1 : 0;
});

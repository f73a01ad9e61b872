import { KeyReport } from '#platform/crypto';
import { keyUsageLines } from './key-usage-lines.js';
import { commandArguments } from './command-arguments.js';
import { runCommand } from './run-command.js';

commandArguments('npm run keys:report: how many keys each key-encryption key wraps; ends with 1 when one is gone', {});
await runCommand('keys:report', async (app) => {
  const usages = await app.get(KeyReport).usages();
  for (const line of keyUsageLines(usages)) console.log(line);
  return usages.some(({ state }) => state === 'gone') ? 1 : 0;
});

import { KeyReport } from '#platform/crypto';
import { keyUsageLines } from './key-usage-lines.js';
import { runCommand } from './run-command.js';

await runCommand('keys:report', async (app) => {
  const usages = await app.get(KeyReport).usages();
  for (const line of keyUsageLines(usages)) console.log(line);
  return usages.some(({ state }) => state === 'gone') ? 1 : 0;
});

import { ReindexPhones } from '../user/index.js';
import { commandArguments } from './command-arguments.js';
import { runCommand } from './run-command.js';

commandArguments('npm run keys:reindex: moves the blind index of phone numbers to the current key', {});
await runCommand('keys:reindex', async (app) => {
  const { indexed, stuck } = await app.get(ReindexPhones).execute({ progress: (done) => console.log(done) });
  console.log(`${indexed} phone numbers indexed again`);
  if (stuck.length === 0) return 0;
  console.log(
    `${stuck.length} could not be, and both keys stay. A number that cannot be read, or that somebody else has as well, of users: ${stuck.join(' ')}. keys:report says which keys are gone; run this again when that is mended`,
  );
  return 1;
});

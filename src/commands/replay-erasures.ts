import { readFileSync } from 'node:fs';
import { Refusal } from '../refusal.js';
import { ReplayErasures } from '../user/index.js';
import { commandArguments } from './command-arguments.js';
import { parseErasures } from './erasure-ledger.js';
import { runCommand } from './run-command.js';

/** Erasures between two lines of progress. */
const STEP = 1_000;

const { names } = commandArguments(
  'npm run erasures:replay [-- FILE]: erases again whoever is in the ledger of the database, or in FILE',
  {},
  1,
);
await runCommand('erasures:replay', async (app) => {
  const [file] = names;
  const known = file === undefined ? [] : parseErasures(textOf(file));
  const { replayed, cameBack } = await app.get(ReplayErasures, { strict: false }).execute({
    known,
    onProgress: (done) => {
      if (done.replayed % STEP === 0) console.log(`Replayed ${done.replayed} erasures`);
    },
  });
  console.log(`Replayed ${replayed} erasures; ${cameBack} people had come back and are erased again`);
});

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(
      `The ledger ${file} cannot be read (${code}): nothing has been replayed. Name the file that erasures:export wrote`,
    );
  }
}

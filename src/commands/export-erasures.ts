import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Erasures } from '#platform/crypto';
import { commandArguments } from './command-arguments.js';
import { erasureLine } from './erasure-ledger.js';
import { runCommand } from './run-command.js';

commandArguments('npm --silent run erasures:export: prints the ledger of erasures, a line of JSON each', {});
await runCommand('erasures:export', async (app) => {
  const lines = async function* () {
    for await (const erasure of app.get(Erasures, { strict: false }).all()) yield `${erasureLine(erasure)}\n`;
  };
  await pipeline(Readable.from(lines()), process.stdout, { end: false });
});

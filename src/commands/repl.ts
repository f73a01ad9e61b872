import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { type REPLServer, start } from 'node:repl';
import { PassThrough } from 'node:stream';
import { currentActivity, within } from '#platform/activity';
import { DomainError } from '#kernel';
import { contexts } from '../app.module.js';
import { commandArguments } from './command-arguments.js';
import { replScope } from './repl-scope.js';
import { runCommand } from './run-command.js';

const HISTORY = '.data';

/** The whole shop at a prompt, without a port and without background jobs. */
process.env['NODE_ENV'] ||= 'production';
const { values } = commandArguments('npm run repl [-- --production]: the shop at a prompt', {
  production: { type: 'boolean' },
});
const isProduction = process.env['NODE_ENV'] === 'production';
if (isProduction && !values.production) {
  console.error(
    'repl: this is production: what you call is done to real orders, and nobody asks who you are. If you mean it: npm run repl -- --production',
  );
  process.exit(1);
}

await runCommand('repl', async (app) => {
  console.log(`Jishi 集市, ${process.env['NODE_ENV']}. help() lists what is at hand. For example:
  await database.query('SELECT status, COUNT(*) AS orders FROM orders GROUP BY status')`);
  const prompt = isProduction ? 'jishi PRODUCTION> ' : 'jishi> ';
  const piped = process.stdin.isTTY ? null : new PassThrough();
  const server = start({ prompt, ignoreUndefined: true, input: piped ?? process.stdin, output: process.stdout });
  Object.assign(server.context, replScope(app, contexts));
  sayRefusalsInALine(server);
  asPartOfTheActivity(server);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  if (piped) await Promise.race([ended, hand(process.stdin, piped, server)]);
  else keepHistory(server);
  await ended;
});

/** A refusal of the domain is an answer: where in the code it was thrown tells whoever called nothing. */
function sayRefusalsInALine(server: REPLServer): void {
  const inspect = server.writer.bind(server);
  const said = (value: unknown) => (value instanceof DomainError ? `${value.code} ${value.message}` : inspect(value));
  Object.assign(server, { writer: Object.assign(said, server.writer) });
}

/** What is called here is on record as what the repl does. */
function asPartOfTheActivity(server: REPLServer): void {
  const activity = currentActivity();
  const evaluate = server.eval.bind(server);
  const evaluated: typeof evaluate = (...args) => activity && within(activity, () => evaluate(...args));
  Object.assign(server, { eval: evaluated });
}

/** A pipe does not wait for an await as somebody who types does: here each line waits for the prompt. */
async function hand(from: NodeJS.ReadStream, to: PassThrough, server: REPLServer): Promise<void> {
  const display = server.displayPrompt.bind(server);
  let prompted = () => {};
  server.displayPrompt = (preserveCursor) => {
    display(preserveCursor);
    prompted();
  };
  for await (const line of createInterface({ input: from })) {
    const answered = new Promise<void>((resolve) => (prompted = resolve));
    to.write(`${line}\n`);
    await answered;
  }
  to.end();
}

function keepHistory(server: REPLServer): void {
  mkdirSync(HISTORY, { recursive: true });
  server.setupHistory(`${HISTORY}/repl-history`, (error) => {
    if (error) console.error(`The history is not kept: ${HISTORY}/ cannot be written`);
  });
}

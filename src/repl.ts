import { mkdirSync } from 'node:fs';
import { type REPLServer, start } from 'node:repl';
import { currentActivity, within } from '#platform/activity';
import { contexts } from './app.module.js';
import { replScope } from './repl-scope.js';
import { runCommand } from './run-command.js';

const HISTORY = '.data';

/** The whole shop at a prompt, without a port and without background jobs. */
process.env['NODE_ENV'] ||= 'production';
const isProduction = process.env['NODE_ENV'] === 'production';
if (isProduction && !process.argv.includes('--production')) {
  console.error(
    'repl: this is production (NODE_ENV): what you call is done to real orders, and nobody asks who you are. If you mean it: npm run repl -- --production',
  );
  process.exit(1);
}

await runCommand('repl', async (app) => {
  console.log(
    `Jishi 集市, ${process.env['NODE_ENV']}. help() lists what is at hand; for example: await database.query('SELECT COUNT(*) FROM orders')`,
  );
  const server = start({ prompt: isProduction ? 'jishi PRODUCTION> ' : 'jishi> ' });
  Object.assign(server.context, replScope(app, contexts));
  asPartOfTheActivity(server);
  if (process.stdin.isTTY) keepHistory(server);
  await new Promise((resolve) => server.once('exit', resolve));
});

/** What is called here is on record as what the repl does. */
function asPartOfTheActivity(server: REPLServer): void {
  const activity = currentActivity();
  const evaluate = server.eval.bind(server);
  if (!activity) return;
  Object.assign(server, {
    eval: (...args: Parameters<typeof evaluate>) => within(activity, () => evaluate(...args)),
  });
}

function keepHistory(server: REPLServer): void {
  mkdirSync(HISTORY, { recursive: true });
  server.setupHistory(`${HISTORY}/repl-history`, (error) => {
    if (error) console.error(`The history is not kept: ${HISTORY}/ cannot be written`);
  });
}

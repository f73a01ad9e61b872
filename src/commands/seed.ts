import { type Config, loadConfig } from '#platform/config';
import { lastWords } from '../start-up-failure.js';
import { whyNoMadeUpData } from './made-up-data.js';
import { runCommand } from './run-command.js';
import { readSeedWish, SEED_USAGE, type SeedWish } from './seed-arguments.js';
import { tellProgress } from './seed-progress.js';
import { seedShop } from './seed-shop.js';

const INTERRUPTED = 130;
/** Statements of a thousand rows are slower than those of requests, and that is no news. */
const LONGEST_STATEMENT_MS = 60_000;

/** Fills the configured database with a shop that is made up. */
process.env['NODE_ENV'] ||= 'production';
const wish = readSeedWish(process.argv.slice(2));
if (wish === null) {
  console.log(SEED_USAGE);
  process.exit(0);
}
const refusal = typeof wish === 'string' ? `seed: ${wish}\n\n${SEED_USAGE}` : reasonToRefuse();
if (typeof wish === 'string' || refusal !== null) {
  console.error(refusal);
  process.exit(1);
}
await seed(wish);

async function seed(asked: SeedWish): Promise<void> {
  let stopping = false;
  process.once('SIGINT', () => (stopping = true)).once('SIGTERM', () => (stopping = true));
  const work: Parameters<typeof runCommand>[1] = async (app) => {
    const { account } = await seedShop(app, asked, { progress: tellProgress, stopped: () => stopping });
    if (!stopping) return void console.log(nextSteps(account));
    console.log('\nStopped. What is counted above is saved and whole; run it again for more.');
    return INTERRUPTED;
  };
  await runCommand('seed', work, ({ database, ...config }) => {
    const patient = { queryTimeout: LONGEST_STATEMENT_MS, slowQueryThreshold: LONGEST_STATEMENT_MS };
    return { ...config, database: { ...database, ...patient } };
  });
}

function nextSteps(account: string): string {
  return `The shop is filled. Next:
  npm start     serves it; a server that runs on SQLite is better started again
  Sign in as one of the shoppers: the simulated WeChat hands out the code for POST /api/v1/auth/wechat/login
  curl http://127.0.0.1:3900/_simulator/login -d '{"openid":"${account}"}'   (or where npm start says it is)`;
}

/** Null: nothing is against it. */
function reasonToRefuse(): unknown {
  if (process.env['NODE_ENV'] === 'production')
    return 'seed: made-up data is not for production. For a shop of your own: NODE_ENV=development npm run seed';
  try {
    const config: Config = loadConfig(process.env);
    return whyNoMadeUpData(config);
  } catch (error) {
    return lastWords(error);
  }
}

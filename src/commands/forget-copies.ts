import { deleteKeys } from '#platform/cache';
import { Config } from '#platform/config';
import { CatalogRevision } from '../catalog/index.js';
import { commandArguments } from './command-arguments.js';
import { runCommand } from './run-command.js';

/** Of the catalogue and of WeChat's words, of shoppers' sessions, and of staff's. Counts of rate limits are no copies. */
const COPIES = ['jishi:cache:*', 'auth:*', 'sess:*'];

commandArguments('npm run copies:forget: no copy in Redis or at an edge counts any more', {});
await runCommand('copies:forget', async (app) => {
  // Copies that nobody here can delete, at the edge of the network, are older than this from now on.
  await app.get(CatalogRevision, { strict: false }).leap();
  console.log('The catalogue has a revision that was never before');
  const { redisUrls } = app.get(Config, { strict: false });
  if (redisUrls.length === 0) console.log('There is no REDIS_URL, and nothing to forget');
  else console.log(`Forgot ${await deleteKeys(redisUrls, COPIES)} copies`);
});

import { deleteKeys } from '#platform/cache';
import { loadConfig } from '#platform/config';
import { lastWords } from './start-up-failure.js';

/** Of the catalogue and of WeChat's words, of shoppers' sessions, and of staff's. Counts of rate limits are no copies. */
const COPIES = ['jishi:cache:*', 'auth:*', 'sess:*'];

try {
  process.env['NODE_ENV'] ||= 'production';
  const { redisUrls } = loadConfig(process.env);
  if (redisUrls.length === 0) console.log('There is no REDIS_URL, and nothing to forget');
  else console.log(`Forgot ${await deleteKeys(redisUrls, COPIES)} copies`);
} catch (error) {
  console.error(lastWords(error));
  process.exitCode = 1;
}

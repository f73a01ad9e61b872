import { loadConfig } from '#platform/config';
import { apiDocument } from '../api-reference.js';
import { createApp } from '../create-app.js';
import { withWechat } from '../simulated-wechat.js';

/** Prints the OpenAPI document of this checkout. */
const { config, simulator } = await withWechat(
  loadConfig({ NODE_ENV: 'test', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', BACKGROUND_JOBS: 'off' }),
);
const app = await createApp(config);
const document = JSON.stringify(await apiDocument(app), null, 2);
await app.close();
await simulator?.close();
// A pipe takes what is written bit by bit: to leave before it is done cuts the document off.
process.stdout.write(`${document}\n`, () => process.exit(0));

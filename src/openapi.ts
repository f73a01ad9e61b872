import { loadConfig } from '#platform/config';
import { apiDocument } from './api-reference.js';
import { createApp } from './create-app.js';
import { withWechat } from './simulated-wechat.js';

/** Prints the OpenAPI document of this checkout. */
const { config, simulator } = await withWechat(
  loadConfig({ NODE_ENV: 'test', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', BACKGROUND_JOBS: 'off' }),
);
const app = await createApp(config);
console.log(JSON.stringify(apiDocument(app), null, 2));
await app.close();
await simulator?.close();
process.exit(0);

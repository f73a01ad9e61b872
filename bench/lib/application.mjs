import { loadConfig } from '#platform/config';
import { createApp } from '../../dist/src/create-app.js';
import { withWechat } from '../../dist/src/simulated-wechat.js';
import { ENVIRONMENT } from './environment.mjs';

/** The application as the server wires it, listening to nobody and without background jobs. */
export async function openApplication(stores) {
  const { config, simulator } = await withWechat(loadConfig({ ...ENVIRONMENT, ...stores, BACKGROUND_JOBS: 'off' }));
  const app = await createApp(config);
  await app.init();
  return {
    /** The instance the server uses of this class. */
    get: (token) => app.get(token, { strict: false }),
    async close() {
      await app.close();
      await simulator?.close();
    },
  };
}

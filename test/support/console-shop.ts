import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, ShopProcess } from './shop-process.js';

export interface ConsoleShop {
  readonly url: string;
  close(): Promise<void>;
}

/** A development server with the demo's goods and owner, whose data outlives its process. */
export async function openConsoleShop(environment: Environment = {}): Promise<ConsoleShop> {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-console-page-'));
  const shop = await ShopProcess.start({
    NODE_ENV: 'development',
    DATABASE_URL: `sqlite:${join(folder, 'shop.sqlite')}`,
    UPLOADS_PATH: join(folder, 'uploads'),
    STAFF_BOOTSTRAP_USERNAME: 'owner',
    STAFF_BOOTSTRAP_PASSWORD: 'jishi-demo-owner',
    ...environment,
  });
  return {
    url: shop.url,
    async close() {
      await shop.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

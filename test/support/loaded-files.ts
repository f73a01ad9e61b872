import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ShopProcess } from './shop-process.js';

/** Addresses of the modules a shop has loaded by its end: V8's report of what was covered names every file. */
export async function loadedFiles(
  environment: Readonly<Record<string, string>>,
  use: (shop: ShopProcess) => Promise<void>,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-'));
  try {
    const shop = await ShopProcess.start({ DATABASE_URL: 'sqlite::memory:', ...environment, NODE_V8_COVERAGE: folder });
    await use(shop).finally(() => shop.stop());
    return readdirSync(folder)
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] })
      .flatMap(({ result }) => result.map(({ url }) => url));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

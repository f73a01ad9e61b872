import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ShopProcess } from './shop-process.js';

/**
 * Addresses of the modules a shop has loaded by its end: V8's report of what was covered names every file.
 * @param program the server of single files unless told, which loads what the bundled one does
 */
export async function loadedFiles(...asked: Parameters<typeof loadedByProcess>): Promise<readonly string[]> {
  return (await loadedByProcess(...asked)).flat();
}

/** The same of each of its processes. */
export async function loadedByProcess(
  environment: Readonly<Record<string, string>>,
  use: (shop: ShopProcess) => Promise<void>,
  program = 'src/main',
): Promise<readonly (readonly string[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-'));
  try {
    const watched = { DATABASE_URL: 'sqlite::memory:', ...environment, NODE_V8_COVERAGE: folder };
    const shop = await ShopProcess.start(watched, undefined, undefined, program);
    await use(shop).finally(() => shop.stop());
    return readdirSync(folder)
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] })
      .map(({ result }) => result.map(({ url }) => url));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ShopProcess } from '../support/shop-process.js';

jest.setTimeout(120_000);

/** Packages the server has loaded by its end: V8's report of what was covered names every file. */
async function loaded(environment: Readonly<Record<string, string>>, use: (shop: ShopProcess) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-'));
  try {
    const shop = await ShopProcess.start({ DATABASE_URL: 'sqlite::memory:', ...environment, NODE_V8_COVERAGE: folder });
    await use(shop).finally(() => shop.stop());
    const reports = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const files = reports.flatMap((report) => (JSON.parse(report) as { result: { url: string }[] }).result);
    return new Set(files.map(({ url }) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a process', () => {
  it('has loaded nothing that it is not configured for and that nobody has asked for', async () => {
    const packages = await loaded({}, async () => undefined);
    expect(packages).toContain('libsql');
    const occasional = [
      '@nestjs/swagger',
      'amqplib',
      'aws4fetch',
      'cache-manager-redis-yet',
      'mysql2',
      '@redis/client',
    ];
    expect([...occasional, 'sharp', 'swagger-ui-dist'].filter((name) => packages.has(name))).toEqual([]);
  });

  it('loads what writes the API reference for the first who reads it', async () => {
    const packages = await loaded({}, async (shop) => {
      const [one, other] = await Promise.all([fetch(`${shop.url}/docs-json`), fetch(`${shop.url}/docs-json`)]);
      expect(await one.text()).toBe(await other.text());
    });
    expect(packages).toContain('@nestjs/swagger');
  });
});

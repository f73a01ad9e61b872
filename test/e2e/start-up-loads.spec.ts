import { readFileSync } from 'node:fs';
import { createMysqlDatabase, testDatabaseUrl } from '../support/databases.js';
import { loadedByProcess, loadedFiles } from '../support/loaded-files.js';

/** Packages a shop has loaded by its end, and files of its own. */
async function loaded(...asked: Parameters<typeof loadedFiles>) {
  return new Set(
    (await loadedFiles(...asked)).map((url) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url),
  );
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
      'prom-client',
    ];
    expect([...occasional, 'sharp', 'swagger-ui-dist'].filter((name) => packages.has(name))).toEqual([]);
    expect([...packages].filter((name) => name.startsWith('@opentelemetry/'))).toEqual([]);
  });

  it('comes in a few files: no module of its own or of Nest is loaded one by one', async () => {
    const files = await loadedFiles({}, async () => undefined, 'server/main');
    expect(files.filter((file) => file.includes('/dist/server/')).length).toBeGreaterThan(2);
    expect(files.filter((file) => /\/dist\/(src|libs)\/|node_modules\/(@nestjs|zod)\//.test(file))).toEqual([]);
  });

  it('still calls its classes by their names, which logs and errors tell', async () => {
    const files = (await loadedFiles({}, async () => undefined, 'server/main')).filter((file) =>
      file.includes('/dist/server/'),
    );
    const classes = files.flatMap((file) =>
      [...readFileSync(new URL(file), 'utf8').matchAll(/\bclass ([\w$]+)/g)].map(([, name]) => name),
    );
    expect(classes).toContain('PlaceOrders');
    // What a bundler makes of the second of two that share a name.
    expect(classes.filter((name) => /\$\d/.test(name ?? ''))).toEqual([]);
  });

  it('loads what traces where there is a collector', async () => {
    const packages = await loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, async () => undefined);
    expect(packages).toContain('@opentelemetry/sdk-trace');
  });

  it('loads what writes metrics for the first who asks', async () => {
    expect(await loaded({}, async ({ url }) => void (await fetch(`${url}/metrics`)))).toContain('prom-client');
  });

  it('loads what writes the API reference for the first who reads it', async () => {
    const packages = await loaded({}, async (shop) => {
      const [one, other] = await Promise.all([fetch(`${shop.url}/docs-json`), fetch(`${shop.url}/docs-json`)]);
      expect(await one.text()).toBe(await other.text());
    });
    expect(packages).toContain('@nestjs/swagger');
  });
});

(testDatabaseUrl === undefined ? describe.skip : describe)('the process that watches over workers', () => {
  it('loads neither Nest nor TypeORM: workers wait for it to be there, and it serves nobody', async () => {
    const database = await createMysqlDatabase();
    try {
      const environment = { DATABASE_URL: database.url, WORKERS: '2' };
      const processes = await loadedByProcess(environment, async () => undefined);
      const supervisor = processes.find((files) => files.some((file) => file.endsWith('/src/server/workers.js'))) ?? [];
      expect(supervisor.some((file) => file.includes('/mysql2/'))).toBe(true);
      expect(supervisor.filter((file) => /\/node_modules\/(@nestjs|typeorm|rxjs)\//.test(file))).toEqual([]);
    } finally {
      await database.drop();
    }
  });
});

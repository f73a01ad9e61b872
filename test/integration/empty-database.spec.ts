import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { platformSchemas } from '#platform/assembly';
import { fillEmptyDatabase, MIGRATION_LOCK, recordSchema } from '#platform/empty-database';
import { schemas } from '../../src/app.module.js';
import { connectMysql, createMysqlDatabase, databaseSettings, testDatabaseUrl } from '../support/databases.js';

const all = [...platformSchemas, ...schemas];

(testDatabaseUrl ? describe : describe.skip)('an empty MySQL database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
  const file = pathToFileURL(join(folder, 'recorded-schema.json'));
  const opened: { connection: Connection; drop(): Promise<void> }[] = [];
  let recorded: readonly string[];
  let migrated: readonly string[];

  beforeAll(async () => {
    recorded = await recordSchema(all.flatMap(({ migrations }) => migrations));
    writeFileSync(file, JSON.stringify(recorded));
    const { url, connection } = await empty();
    await migrate(url);
    migrated = await contents(connection);
  });
  afterAll(async () => {
    for (const { connection, drop } of opened) {
      await connection.end();
      await drop();
    }
    rmSync(folder, { recursive: true });
  });

  async function empty() {
    const { url, drop } = await createMysqlDatabase();
    const connection = await createConnection({ uri: url, multipleStatements: true });
    opened.push({ connection, drop });
    return { url, connection };
  }

  const migrate = async (url: string) => (await connectMysql(url, all)).close();
  const fill = async (url: string, from = file) => (await fillEmptyDatabase(databaseSettings(url), from)).done;

  /** Every table, how it was made and what is in it. */
  async function contents(connection: Connection): Promise<readonly string[]> {
    const [tables] = await connection.query<RowDataPacket[]>('SHOW TABLES');
    const names = tables.flatMap((row) => Object.values(row) as string[]).sort();
    const found: string[] = [];
    for (const name of names) {
      const [[made]] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE ${name}`);
      const [rows] = await connection.query<RowDataPacket[]>(`SELECT * FROM ${name}`);
      found.push(`${made?.['Create Table']}\n${JSON.stringify(rows)}`);
    }
    return found;
  }

  it('is filled with what all migrations would have made', async () => {
    const { url, connection } = await empty();
    await fill(url);
    expect(await contents(connection)).toEqual(migrated);
    await migrate(url);
    expect(await contents(connection)).toEqual(migrated);
  });

  it('becomes the same by the migrations wherever the filling was cut off', async () => {
    const cuts = fc.integer({ min: 1, max: recorded.length - 1 });
    const property = fc.asyncProperty(cuts, async (cut) => {
      const { url, connection } = await empty();
      await connection.query(recorded.slice(0, cut).join(';\n'));
      await migrate(url);
      expect(await contents(connection)).toEqual(migrated);
    });
    await fc.assert(property, { numRuns: 5 });
  }, 120_000);

  it('[P47] is left to whoever holds the lock of the migrations, and a database with a table to the migrations', async () => {
    const { url, connection } = await empty();
    await connection.query(`SELECT GET_LOCK(${MIGRATION_LOCK}, 0)`);
    await fill(url);
    expect(await contents(connection)).toEqual([]);
    await connection.query(`SELECT RELEASE_LOCK(${MIGRATION_LOCK})`);
    await connection.query('CREATE TABLE somebodys (id int)');
    await fill(url);
    expect(await contents(connection)).toHaveLength(1);
  });

  it('is left alone without a recorded schema, and a start goes on where nobody answers', async () => {
    const { url, connection } = await empty();
    await fill(url, new URL('none.json', file));
    expect(await contents(connection)).toEqual([]);
    await fill('mysql://root@127.0.0.1:9/none');
  });
});

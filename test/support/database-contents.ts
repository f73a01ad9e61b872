import { databaseRows } from './database-rows.js';

type Row = Readonly<Record<string, unknown>>;

/** Every table of a SQLite database with its columns. */
export async function tablesOf(url: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables = await databaseRows<{ name: string }>(url, `SELECT name FROM sqlite_master WHERE type = 'table'`);
  const own = tables.map(({ name }) => name).filter((name) => !name.startsWith('sqlite_'));
  const columns = own.map(async (name): Promise<[string, string[]]> => {
    const rows = await databaseRows<{ name: string }>(url, `SELECT name FROM pragma_table_info('${name}')`);
    return [name, rows.map((row) => row.name)];
  });
  return new Map(await Promise.all(columns));
}

/** Every row of every table of a SQLite database, but for the columns that change when somebody merely asks. */
export async function contentsOf(url: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = [...(await tablesOf(url)).keys()].filter((name) => !TELLS_OF_REQUESTS.includes(name));
  const rows = tables.map(async (name): Promise<[string, string[]]> => {
    const all = await databaseRows<Row>(url, `SELECT * FROM ${name}`);
    return [
      name,
      all.map((row) => JSON.stringify(row, (key, value: unknown) => (SEEN.test(key) ? null : value))).sort(),
    ];
  });
  return Object.fromEntries(await Promise.all(rows));
}

const TELLS_OF_REQUESTS = ['audit_log'];
const SEEN = /^(last_seen|last_seen_at|expires_at)$/;

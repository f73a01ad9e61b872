import Libsql from 'libsql';
import { createConnection } from 'mysql2/promise';
import { type RecordRow, type Records, readRecords } from '../../../src/console/invariants/records.js';

/** All that bears on money and stock in the database of a shop, as of one moment. @param url its DATABASE_URL */
export function recordsAt(url: string): Promise<Records> {
  return url.startsWith('sqlite:') ? ofSqlite(url.slice('sqlite:'.length)) : ofMysql(url);
}

async function ofSqlite(path: string): Promise<Records> {
  const database = new Libsql(path, { readonly: true });
  try {
    database.exec('BEGIN');
    return await readRecords((sql) => Promise.resolve(database.prepare(sql).all() as RecordRow[]));
  } finally {
    database.close();
  }
}

async function ofMysql(uri: string): Promise<Records> {
  const connection = await createConnection({ uri, timezone: 'Z' });
  try {
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    return await readRecords(async (sql) => (await connection.query(sql))[0] as RecordRow[]);
  } finally {
    await connection.end();
  }
}

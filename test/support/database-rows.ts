import Libsql from 'libsql';
import { createConnection } from 'mysql2/promise';

const LOCK_WAIT_MS = 5_000;

/** Rows as they are in the database, past the server: for what no answer of the API shows. */
export async function databaseRows<T>(url: string, sql: string, parameters: readonly string[] = []): Promise<T[]> {
  if (url.startsWith('sqlite:')) {
    const database = new Libsql(url.slice('sqlite:'.length), { readonly: true });
    try {
      return database.prepare(sql).all(...parameters) as T[];
    } finally {
      database.close();
    }
  }
  const connection = await createConnection({ uri: url });
  try {
    const [rows] = await connection.query(sql, [...parameters]);
    return rows as T[];
  } finally {
    await connection.end();
  }
}

/** Runs one statement in the database, past the server. */
export async function changeDatabase(url: string, sql: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const database = new Libsql(url.slice('sqlite:'.length), { timeout: LOCK_WAIT_MS });
    database.exec(sql);
    database.close();
    return;
  }
  const connection = await createConnection({ uri: url });
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

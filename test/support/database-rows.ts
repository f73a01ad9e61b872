import Libsql from 'libsql';
import { createConnection } from 'mysql2/promise';

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

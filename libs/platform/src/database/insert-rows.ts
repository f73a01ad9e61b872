import { type Database, placeholders } from './database.js';
import type { SqlValue } from './reader.js';

/** Values of one statement: SQLite takes 32,766, and a statement should be short enough for its deadline. */
const MOST_VALUES = 5_000;

/** Inserts many rows with few statements, in the caller's transaction. Names of tables and columns are code, never input. */
export async function insertRows(
  database: Database,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  const size = Math.floor(MOST_VALUES / columns.length);
  for (let from = 0; from < rows.length; from += size) {
    const part = rows.slice(from, from + size);
    await database.execute(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${placeholders(part.length, columns.length)}`,
      part.flat(),
    );
  }
}

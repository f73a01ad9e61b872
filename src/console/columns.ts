import type { Row } from '#platform/database';

/** What a column of words holds; null where there is nothing. */
export function textIn(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' ? value : null;
}

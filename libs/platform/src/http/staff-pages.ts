import { z } from 'zod';
import type { Reader, SqlValue } from '#platform/database';
import { type Page, page, pageOf, pageQuery, pageRequest, type PageRequest } from './pages.js';

/** Staff lists can be read by cursor or by page number; by number they say how many there are in all. */
export const staffPageQuery = pageQuery.extend({
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
  pageSize: z.coerce.number().int().min(1).max(100).optional(),
});

export interface StaffPageRequest extends PageRequest {
  /** Items before the page; null when the list is read by cursor. */
  readonly offset: number | null;
}

export interface StaffPage<T> extends Page<T> {
  readonly total?: number;
}

export function staffPageRequest(query: z.output<typeof staffPageQuery>): StaffPageRequest {
  const byCursor = pageRequest(query);
  if (query.page === undefined && query.pageSize === undefined) return { ...byCursor, offset: null };
  const limit = query.pageSize ?? query.limit;
  return { limit, after: null, offset: ((query.page ?? 1) - 1) * limit };
}

export function staffPage(item: z.ZodType) {
  return page(item).extend({ total: z.int().optional() });
}

/** What a staff list is made of: rows of a table whose ids rise with time. */
export interface StaffRows {
  readonly table: string;
  readonly columns: string;
  /** All of them, without one. */
  readonly where?: string;
  /** Of `where`. */
  readonly values?: readonly SqlValue[];
}

/** Newest first. */
export async function readStaffPage<R extends object, V extends { readonly id: string }>(
  from: Reader,
  { table, columns, where = '1 = 1', values = [] }: StaffRows,
  { limit, after, offset }: StaffPageRequest,
  viewOf: (row: R) => V,
): Promise<StaffPage<V>> {
  const rows = await from.query<R>(
    `SELECT ${columns} FROM ${table} WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ${limit + 1} OFFSET ${offset ?? 0}`,
    [...values, after ?? '~'],
  );
  const found = pageOf(rows.map(viewOf), limit);
  if (offset === null) return found;
  const [counted] = await from.query(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`, values);
  return { ...found, total: Number(counted?.['n']) };
}

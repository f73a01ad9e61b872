import { z } from 'zod';
import type { Reader, SqlValue } from '#platform/database';
import { InvalidRequest } from '../answers/generic-errors.js';
import { limit, type Page, page, pageOf, pageQuery, pageRequest, type PageRequest } from './pages.js';

/** Staff lists can be read by cursor or by page number; with `page` or `pageSize` they say how many there are in all. */
export const staffPageQuery = pageQuery.extend({
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
  pageSize: limit.optional(),
});

export interface StaffPageRequest extends PageRequest {
  /** Items between `after` and the page; null: the list is read by cursor alone, and nobody asks how many there are. */
  readonly offset: number | null;
}

export interface StaffPage<T> extends Page<T> {
  readonly total?: number;
}

/** @throws InvalidRequest: `page` and `cursor` both name the place where the page begins */
export function staffPageRequest(query: z.output<typeof staffPageQuery>): StaffPageRequest {
  const { limit: most, after } = pageRequest(query);
  if (query.page === undefined && query.pageSize === undefined) return { limit: most, after, offset: null };
  mustNameOnePlace(query);
  const size = query.pageSize ?? most;
  return { limit: size, after, offset: ((query.page ?? 1) - 1) * size };
}

/** @throws InvalidRequest */
export function mustNameOnePlace({ page, cursor }: { readonly page?: unknown; readonly cursor?: unknown }): void {
  if (page === undefined || cursor === undefined) return;
  throw new InvalidRequest([{ path: 'cursor', message: 'cannot be combined with page' }]);
}

export function staffPage(item: z.ZodType) {
  return page(item).extend({ total: z.int().optional() });
}

/** What a staff list is made of: rows of a table whose keys rise with time. */
export interface StaffRows {
  readonly table: string;
  readonly columns: string;
  /** Its column that is the id of what is shown; `id` unless said. */
  readonly key?: string;
  /** All of them, without one. */
  readonly where?: string;
  /** Of `where`. */
  readonly values?: readonly SqlValue[];
}

/** Newest first. */
export async function readStaffPage<R extends object, V extends { readonly id: string }>(
  from: Reader,
  { table, columns, key = 'id', where = '1 = 1', values = [] }: StaffRows,
  { limit: most, after, offset }: StaffPageRequest,
  viewOf: (row: R) => V,
): Promise<StaffPage<V>> {
  const rows = await from.query<R>(
    `SELECT ${columns} FROM ${table} WHERE ${where} AND ${key} < ? ORDER BY ${key} DESC LIMIT ${most + 1} OFFSET ${offset ?? 0}`,
    [...values, after ?? '~'],
  );
  const found = pageOf(rows.map(viewOf), most);
  if (offset === null) return found;
  const [counted] = await from.query(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`, values);
  return { ...found, total: Number(counted?.['n']) };
}

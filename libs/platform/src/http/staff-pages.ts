import { z } from 'zod';
import { type Page, page, pageQuery, pageRequest, type PageRequest } from './pages.js';

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

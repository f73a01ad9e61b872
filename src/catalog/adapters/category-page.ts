import { z } from 'zod';
import { isId, type Page } from '#platform/http';
import type { CategoryView } from './product-views.js';

/** A place in the order in which categories are shown, which outlives the category that stood there. */
interface Place {
  readonly sort: number;
  readonly id: string;
}

const cursor = z
  .string()
  .max(64)
  .transform((value) => placeOf(Buffer.from(value, 'base64url').toString('latin1')))
  .refine((place) => place !== null, 'is not a cursor of this list');

/** A shop has few categories: without a limit all of them are one page. */
export const categoryQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).optional(),
  cursor: cursor.optional(),
});

export type CategoryQuery = z.output<typeof categoryQuery>;

/** @param all in the order in which they are shown: by `sort`, then by id */
export function categoryPage(
  all: readonly CategoryView[],
  { limit = Infinity, cursor }: CategoryQuery,
): Page<CategoryView> {
  const left = cursor ? all.filter((category) => isAfter(category, cursor)) : all;
  const items = left.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: left.length > limit && last ? cursorAt(last) : null };
}

function isAfter({ sort, id }: Place, place: Place): boolean {
  return sort === place.sort ? id > place.id : sort > place.sort;
}

function cursorAt({ sort, id }: Place): string {
  return Buffer.from(`${sort} ${id}`, 'latin1').toString('base64url');
}

function placeOf(text: string): Place | null {
  const [, sort, id = ''] = /^(-?\d{1,10}) (\w+)$/.exec(text) ?? [];
  return isId(id) ? { sort: Number(sort), id } : null;
}

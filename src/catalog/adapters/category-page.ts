import { z } from 'zod';
import { cursorAt, cursorTo, isId, limit, type Page } from '#platform/http';
import type { CategoryView } from './product-views.js';

/** A place in the order in which categories are shown, which outlives the category that stood there. */
interface Place {
  readonly sort: number;
  readonly id: string;
}

const cursor = cursorTo((text) => placeOf(text) !== null).transform(placeOf);

/** A shop has few categories: without a limit all of them are one page. */
export const categoryQuery = z.object({
  limit: limit.optional(),
  cursor: cursor.optional(),
});

export type CategoryQuery = z.output<typeof categoryQuery>;

/** @param all in the order in which they are shown: by `sort`, then by id */
export function categoryPage(
  all: readonly CategoryView[],
  { limit: most = Infinity, cursor: after }: CategoryQuery,
): Page<CategoryView> {
  const left = after ? all.filter((category) => isAfter(category, after)) : all;
  const items = left.slice(0, most);
  const last = items.at(-1);
  return { items, nextCursor: left.length > most && last ? cursorAt(`${last.sort} ${last.id}`) : null };
}

function isAfter({ sort, id }: Place, place: Place): boolean {
  return sort === place.sort ? id > place.id : sort > place.sort;
}

function placeOf(text: string): Place | null {
  const [, sort, id = ''] = /^(-?\d{1,10}) (\w+)$/.exec(text) ?? [];
  return isId(id) ? { sort: Number(sort), id } : null;
}

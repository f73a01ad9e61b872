import { z } from 'zod';
import { isId } from '../requests/ids.js';

/** One page of a list, newest first unless said. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null on the last page. */
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly limit: number;
  /** Id of the last item of the page before. */
  readonly after: string | null;
}

/** Items of a page. */
export const limit = z.coerce.number().int().min(1).max(100);

/** A cursor of a list as `cursorAt` makes it; read, it is the place in the list. */
export const cursorTo = (isPlace: (text: string) => boolean) =>
  z
    .string()
    .max(64)
    .transform((value) => Buffer.from(value, 'base64url').toString('latin1'))
    .refine(isPlace, 'is not a cursor of this list');

/** @param place in ASCII, at most 48 characters */
export function cursorAt(place: string): string {
  return Buffer.from(place, 'latin1').toString('base64url');
}

/** `?limit=&cursor=` of every list. */
export const pageQuery = z.object({
  limit: limit.default(20),
  cursor: cursorTo(isId).optional(),
});

export function pageRequest(query: z.output<typeof pageQuery>): PageRequest {
  return { limit: query.limit, after: query.cursor ?? null };
}

/** Makes a page of `limit` items out of up to `limit + 1` that were read. */
export function pageOf<T extends { readonly id: string }>(found: readonly T[], limit: number): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last;
  return { items, nextCursor: more ? cursorAt(last.id) : null };
}

export function page(item: z.ZodType) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

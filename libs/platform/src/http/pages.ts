import { z } from 'zod';
import { isId } from './ids.js';

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

const cursor = z
  .string()
  .max(64)
  .transform((value) => Buffer.from(value, 'base64url').toString('latin1'))
  .refine(isId, 'is not a cursor of this list');

/** `?limit=&cursor=` of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: cursor.optional(),
});

export function pageRequest(query: z.output<typeof pageQuery>): PageRequest {
  return { limit: query.limit, after: query.cursor ?? null };
}

/** Makes a page of `limit` items out of up to `limit + 1` that were read. */
export function pageOf<T extends { readonly id: string }>(found: readonly T[], limit: number): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last;
  return { items, nextCursor: more ? Buffer.from(last.id, 'latin1').toString('base64url') : null };
}

export function page(item: z.ZodType) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

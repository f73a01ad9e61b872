import type { SqlValue } from '#platform/database';
import { termsToAsk, wordsOf } from './search-terms.js';

export interface ProductFilter {
  readonly categoryId?: string | undefined;
  /** Words that the name or the description must have, all of them. */
  readonly q?: string | undefined;
}

/** What stands between SELECT … and ORDER BY. */
export interface ProductSource {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Deleted products are never found; with `shownOnly` neither is what shoppers do not see. */
export function productSource({ categoryId, q = '' }: ProductFilter, shownOnly: boolean, after: string | null): ProductSource {
  const words = wordsOf(q);
  const terms = termsToAsk(words);
  const joins = terms.map((_, at) => `JOIN product_terms t${at} ON t${at}.product_id = p.id AND t${at}.term = ?`);
  const conditions = ['p.deleted_at IS NULL', ...words.map(() => 'INSTR(p.searchable, ?) > 0')];
  const values: SqlValue[] = [...terms, ...words];
  if (shownOnly) conditions.push('p.shown = 1');
  if (categoryId !== undefined) {
    conditions.push('p.category_id = ?');
    values.push(categoryId);
  }
  if (after !== null) {
    conditions.push('p.id < ?');
    values.push(after);
  }
  return { sql: `FROM products p ${joins.join(' ')} WHERE ${conditions.join(' AND ')}`, values };
}

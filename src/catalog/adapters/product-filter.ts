import type { SqlValue } from '#platform/database';
import { termsToAsk, wordsOf } from './search-terms.js';

export interface ProductFilter {
  readonly categoryId?: string | undefined;
  /** Words that the name or the description must have, all of them. */
  readonly q?: string | undefined;
}

/** The products a list is made of. */
export interface ProductSource {
  /** From FROM to the last condition; products are `p`. */
  readonly sql: string;
  readonly values: readonly SqlValue[];
  /** The column to order by, which an index has in order already. */
  readonly id: string;
}

/** Deleted products are never found; with `shownOnly` neither is what shoppers do not see. */
export function productSource(
  { categoryId, q = '' }: ProductFilter,
  shownOnly: boolean,
  after: string | null,
): ProductSource {
  const words = wordsOf(q);
  const terms = termsToAsk(words);
  const id = terms.length > 0 ? 't0.product_id' : 'p.id';
  const conditions = [...terms.map((_, at) => `t${at}.term = ?`), 'p.deleted_at IS NULL'];
  const values: SqlValue[] = [...terms];
  const demand = (condition: string, value: SqlValue) => {
    conditions.push(condition);
    values.push(value);
  };
  if (after !== null) demand(`${id} < ?`, after);
  if (shownOnly) conditions.push('p.shown = 1');
  if (categoryId !== undefined) demand('p.category_id = ?', categoryId);
  for (const word of words) demand('INSTR(p.searchable, ?) > 0', word);
  return { sql: `FROM ${tables(terms.length)} WHERE ${conditions.join(' AND ')}`, values, id };
}

/** To SQLite CROSS JOIN means that the terms are looked up first; to MySQL, which finds out by itself, just JOIN. */
function tables(terms: number): string {
  if (terms === 0) return 'products p';
  const others = Array.from({ length: terms - 1 }, (_, at) => {
    return `CROSS JOIN product_terms t${at + 1} ON t${at + 1}.product_id = t0.product_id `;
  });
  return `product_terms t0 ${others.join('')}CROSS JOIN products p ON p.id = t0.product_id`;
}

import type { SpanAbout } from './tracing.js';

const OPERATION = /^\s*(START TRANSACTION|\w+)/i;
const FIRST_TABLE = /\b(?:FROM|INTO|UPDATE|JOIN)\s+[`"]?(\w+)/i;

/**
 * Tells of a statement by its text, which has placeholders where the values are.
 * Facts are named as in https://opentelemetry.io/docs/specs/semconv/database/.
 */
export function statementSpan(system: 'mysql' | 'sqlite', sql: string): SpanAbout {
  return {
    name: summaryOf(sql),
    kind: 'client',
    facts: { 'db.system.name': system, 'db.query.text': withoutRepeats(sql) },
  };
}

/** `SELECT orders` */
function summaryOf(sql: string): string {
  const operation = OPERATION.exec(sql)?.[1]?.toUpperCase() ?? 'STATEMENT';
  const table = FIRST_TABLE.exec(sql)?.[1];
  return table ? `${operation} ${table}` : operation;
}

/** `(?,?),…×64` for the placeholders of 64 rows, and `?,…×20` for a long list: what they are is said once. */
export function withoutRepeats(query: string): string {
  return query.replaceAll(/(\?|\([?, ]+\))(?:, ?\1)+/g, (all, one: string) => {
    const count = all.split(one).length - 1;
    return count > 3 ? `${one},…×${count}` : all;
  });
}

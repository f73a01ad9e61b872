import { placeholders, type SqlValue } from '#platform/database';
import type { CouponState } from '../domain/coupon.js';

interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** By column, what became of a coupon. */
type Changed = Readonly<Record<string, SqlValue>>;

/** What saves changed coupons: one statement for all of which the same became, though each for its own order. */
export function statementsFor(changes: readonly (readonly [before: CouponState, after: CouponState])[]): Statement[] {
  const alike = new Map<string, { readonly changed: Changed; readonly states: CouponState[] }>();
  for (const [before, after] of changes) {
    const changed = changedOf(before, after);
    const outcome = JSON.stringify({ ...changed, ...(changed['order_id'] ? { order_id: 'its own' } : {}) });
    const others = alike.get(outcome);
    if (others) others.states.push(after);
    else alike.set(outcome, { changed, states: [after] });
  }
  return [...alike.values()].map(({ changed, states }) => statementOf(changed, states));
}

function changedOf(before: CouponState, after: CouponState): Changed {
  const was = columnsOf(before);
  return Object.fromEntries(Object.entries(columnsOf(after)).filter(([column, value]) => value !== was[column]));
}

function columnsOf({ status, orderId, usedAt, period }: CouponState): Changed {
  return { status, order_id: orderId, used_at: usedAt, valid_until: period.until };
}

function statementOf(changed: Changed, states: readonly CouponState[]): Statement {
  const set = Object.entries(changed).map(([column, value]): Statement => {
    if (column !== 'order_id' || value === null) return { sql: `${column} = ?`, values: [value] };
    const each = states.flatMap(({ id, orderId }) => [id, orderId]);
    return { sql: `order_id = CASE id ${'WHEN ? THEN ? '.repeat(states.length)}END`, values: each };
  });
  return {
    sql: `UPDATE coupons SET ${set.map(({ sql }) => sql).join(', ')} WHERE id IN (${placeholders(states.length)})`,
    values: [...set.flatMap(({ values }) => values), ...states.map(({ id }) => id)],
  };
}

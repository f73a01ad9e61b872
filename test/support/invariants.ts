import type { Database } from '#platform/database';
import { effectsOnce } from '../../src/console/invariants/effects.js';
import { holdsInTime } from '../../src/console/invariants/holds.js';
import { moneyIsOrdered } from '../../src/console/invariants/money.js';
import { recordsIn } from '../../src/console/invariants/records.js';
import { stockAddsUp } from '../../src/console/invariants/stock.js';
import { moneyAgrees, type WechatBooks } from '../../src/console/invariants/wechat-books.js';
import { recordsAt } from './invariants/records-at.js';

/** What a test knows beyond the database; each adds what is compared. */
export interface Facts {
  /** WeChat's own books (`simulator.state()`): every transaction and refund there must be here, and the reverse. */
  readonly wechat?: WechatBooks;
  /** Ids that answers 2xx named: they must be in the database. */
  readonly answered?: { readonly orders?: readonly string[]; readonly refunds?: readonly string[] };
  /** The shop's time; the machine's by default. */
  readonly now?: Date;
  /** False while events or calls may still be under way: then only what holds at every moment is asserted. */
  readonly settled?: boolean;
}

/**
 * Fails when money or stock was lost, or counted twice (I1 to I4, docs/reliability.md). To be called when nothing is
 * under way any more, unless `settled` is false.
 * @param database an open database, or the DATABASE_URL of a shop
 * @throws Error that lists every violation, with ids
 */
export async function assertInvariants(database: Database | string, facts: Facts = {}): Promise<void> {
  const records = await (typeof database === 'string' ? recordsAt(database) : recordsIn(database));
  const { wechat, answered = {}, now = new Date(), settled = true } = facts;
  const violations = [
    ...stockAddsUp(records),
    ...moneyIsOrdered(records, settled),
    ...effectsOnce(records, settled, answered),
    ...(settled ? holdsInTime(records, now) : []),
    ...(wechat && settled ? moneyAgrees(records, wechat) : []),
  ];
  if (violations.length === 0) return;
  throw new Error(`${violations.length} violations:\n${violations.join('\n')}`);
}

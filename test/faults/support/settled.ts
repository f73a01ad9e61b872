import { setTimeout as pause } from 'node:timers/promises';
import { databaseRows } from '../../support/database-rows.js';
import type { Shop } from '../../support/shop.js';

/** A reaction that has failed a few times waits for up to a minute. */
const LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 250;

/** What may still become something else by itself. */
const WAITING = {
  events: `SELECT COUNT(*) FROM outbox WHERE status = 'pending'`,
  refunds: `SELECT COUNT(*) FROM payment_refunds WHERE status IN ('pending', 'processing')`,
  attempts: `SELECT COUNT(*) FROM payments WHERE status IN ('created', 'prepared')`,
};
const UNPAID = `SELECT COUNT(*) FROM orders WHERE status = 'CREATED'`;

/**
 * Resolves when nothing is under way in a shop any more: every event delivered, every attempt and refund settled.
 * @param expiring whether unpaid orders are waited for as well, which are under way until their time is over
 * @param of the database to look at
 */
export async function settled(
  shop: Pick<Shop, 'databaseUrl'>,
  { expiring = false, of = shop.databaseUrl } = {},
): Promise<void> {
  const questions = Object.entries(expiring ? { ...WAITING, orders: UNPAID } : WAITING);
  // One statement, one moment: asked one after the other, what leaves the last of them may already wait in the first.
  const atOnce = `SELECT ${questions.map(([what, sql]) => `(${sql}) AS ${what}`).join(', ')}`;
  for (const deadline = performance.now() + LIMIT_MS; ; await pause(LOOK_EVERY_MS)) {
    const [counts = {}] = await databaseRows<Record<string, unknown>>(of, atOnce);
    const waiting = Object.entries(counts).flatMap(([what, count]) =>
      Number(count) > 0 ? [`${Number(count)} ${what}`] : [],
    );
    if (waiting.length === 0) return;
    if (performance.now() > deadline) throw new Error(`Still under way: ${waiting.join(', ')}`);
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { databaseRows } from '../../support/database-rows.js';
import type { Shop } from '../../support/shop.js';

/** A reaction that has failed a few times waits for up to a minute. */
const LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 250;

/** What may still become something else by itself. */
const WAITING = {
  events: `SELECT COUNT(*) AS n FROM outbox WHERE status = 'pending'`,
  refunds: `SELECT COUNT(*) AS n FROM payment_refunds WHERE status IN ('pending', 'processing')`,
  attempts: `SELECT COUNT(*) AS n FROM payments WHERE status IN ('created', 'prepared')`,
};
const UNPAID = `SELECT COUNT(*) AS n FROM orders WHERE status = 'CREATED'`;

/**
 * Resolves when nothing is under way in a shop any more: every event delivered, every attempt and refund settled.
 * @param expiring whether unpaid orders are waited for as well, which are under way until their time is over
 */
export async function settled(shop: Shop, { expiring = false } = {}): Promise<void> {
  const questions = Object.entries(expiring ? { ...WAITING, orders: UNPAID } : { ...WAITING });
  for (const deadline = performance.now() + LIMIT_MS; ; await pause(LOOK_EVERY_MS)) {
    const waiting: string[] = [];
    for (const [what, sql] of questions) {
      const [row] = await databaseRows<{ n: unknown }>(shop.databaseUrl, sql);
      if (Number(row?.n) > 0) waiting.push(`${Number(row?.n)} ${what}`);
    }
    if (waiting.length === 0) return;
    if (performance.now() > deadline) throw new Error(`Still under way: ${waiting.join(', ')}`);
  }
}

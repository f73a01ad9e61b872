import type { Records } from './records.js';

/** Milliseconds after the end of its time in which an unpaid order must have let go of its stock. */
const GRACE = 60_000;

/** I4. No unpaid order holds stock longer than its time to pay plus a minute. */
export function holdsInTime({ orders }: Records, now: Date): string[] {
  return orders
    .filter(({ status, expiresAt }) => status === 'CREATED' && expiresAt.getTime() + GRACE < now.getTime())
    .map(({ id, expiresAt }) => `I4 order ${id} still holds stock; its time was over at ${expiresAt.toISOString()}`);
}

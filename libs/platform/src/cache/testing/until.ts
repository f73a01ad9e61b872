import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` holds; throws after `limit` milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>, limit = 120_000): Promise<void> {
  for (const end = performance.now() + limit; performance.now() < end; await delay(20)) {
    if (await condition()) return;
  }
  throw new Error(`still not so after ${limit} ms: ${condition.toString()}`);
}

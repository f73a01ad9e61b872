import { setTimeout as pause } from 'node:timers/promises';

/** Of a condition that will never hold: far more than the slowest machine needs for one that will. */
const LIMIT_MS = 120_000;

/** Reads until what was read will do, and answers it; throws with the last thing read when it takes too long. */
export async function eventually<T>(read: () => T | Promise<T>, willDo: (value: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + LIMIT_MS; ; await pause(25)) {
    const value = await read();
    if (willDo(value)) return value;
    if (Date.now() > deadline) throw new Error(`Awaited in vain; last seen: ${JSON.stringify(value)}`);
  }
}

/** Waits for a condition. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  await eventually(condition, (met) => met);
}

import { randomUUID } from 'node:crypto';
import type { Answer } from './api.js';
import { eventually } from './until.js';

/** The first request with this key is still running. */
const STILL_RUNNING = 4005;

/** Asks as often as the shop says to try again, which a machine that is out of breath may do to many at once; always with the same key. */
export async function persistently<T>(
  ask: (key: string) => Promise<Answer<T>>,
  key: string = randomUUID(),
): Promise<Answer<T>> {
  return eventually(
    () => ask(key),
    ({ status, code }) => status !== 503 && code !== STILL_RUNNING,
  );
}

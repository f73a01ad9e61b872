import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition; fails after `deadline` milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>, deadline = 10_000): Promise<void> {
  const end = performance.now() + deadline;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Not so within ${deadline} ms: ${condition.toString()}`);
    await pause(5);
  }
}

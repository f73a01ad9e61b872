import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Environment } from '../../support/shop-process.js';

/**
 * Where a process can be made to fail. Each has a name of what is going on there: of a commit the activity
 * (`PlaceOrders`, `POST /api/v1/orders/:id/payment`, `SellStockOnOrderPaid`, `OutboxPoller`), of a call WeChat's operation (`prepay`, `close`), of
 * publishing the event's type (`order.paid`). Before publishing is after the commit, and before any reaction.
 */
export const PLACES = [
  'before-commit',
  'after-commit',
  'before-call',
  'after-call',
  'before-publish',
  'after-publish',
] as const;

export interface Failpoint {
  readonly place: (typeof PLACES)[number];
  /** Whatever goes on there when absent. */
  readonly of?: string;
  /** Counted from 1, since it was armed. */
  readonly hit: number;
  readonly action: 'kill' | 'throw' | 'delay';
  /** Of a delay. */
  readonly milliseconds?: number;
}

/** What a process is told while it runs. */
export interface FaultCommand {
  /** In place of those that were armed before; each acts once. */
  readonly failpoints?: readonly Failpoint[];
  /** Milliseconds by which the process's wall clock is ahead of the machine's. */
  readonly ahead?: number;
}

/** A server started with these variables has failpoints, and a clock that can be set. */
export const WITH_FAULTS: Environment = {
  NODE_OPTIONS: `--import=${pathToFileURL(join(__dirname, 'inside.mjs')).href}`,
};

/** The failpoints that acted in a process, oldest first: `kill before-commit PlaceOrders`. */
export function actedIn(output: string): string[] {
  return [...output.matchAll(/^failpoint (.+)$/gm)].map(([, what = '']) => what);
}

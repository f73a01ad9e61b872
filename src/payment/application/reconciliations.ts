import type { BeijingDay } from '#kernel';
import type { BillEntry, Difference } from '../domain/reconciliation.js';

/** One attempt to reconcile a day, which this process alone may make for as long as it says so now and then. */
export interface Run {
  readonly id: string;
  readonly day: BeijingDay;
  /** How often this day has been tried since it was ordered, this time included. */
  readonly tries: number;
}

export interface SeenDifference extends Difference {
  /** The provider confirmed it, and it is so here now. */
  readonly repaired: boolean;
}

/** The claim ran out and somebody else has the day: whatever this run would still do counts for nothing. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/** The bill names one payment twice. */
export class NamedTwice extends Error {
  override readonly name = 'NamedTwice';
}

/**
 * Orders to reconcile a day, and the runs that carry them out. Runs and what they found are never changed once they have
 * ended. All that names a run keeps its claim alive, and throws ClaimLost when that is lost.
 */
export abstract class Reconciliations {
  /** In the caller's transaction. False when the day is running, or ordered, already. */
  abstract order(day: BeijingDay, now: Date): Promise<boolean>;

  /** Like `order`, but never a day that was ordered before. */
  abstract orderFirst(day: BeijingDay, now: Date): Promise<void>;

  /** The earliest day that was ever ordered; null: none was. */
  abstract earliest(): Promise<BeijingDay | null>;

  /** Days from this one on that were ordered. */
  abstract daysFrom(day: BeijingDay): Promise<ReadonlySet<string>>;

  /** A day that is ordered or is to be tried again, and that no other process is at work on. */
  abstract claim(now: Date): Promise<Run | null>;

  /** @throws NamedTwice */
  abstract keepBill(run: Run, entries: readonly BillEntry[], now: Date): Promise<void>;

  /** What was kept of the bill, by number; those after `last`. */
  abstract bill(run: Run, last: string | null, limit: number, now: Date): Promise<BillEntry[]>;

  /** Those of the numbers that are on the bill. */
  abstract onBill(run: Run, attemptNos: readonly string[], now: Date): Promise<ReadonlySet<string>>;

  abstract keepDifferences(run: Run, differences: readonly SeenDifference[], now: Date): Promise<void>;

  abstract finish(run: Run, matched: number, now: Date): Promise<void>;

  /** @param nextTryAt null: only when somebody asks */
  abstract fail(run: Run, reason: string, matched: number, nextTryAt: Date | null, now: Date): Promise<void>;

  /** Somebody else may go on at once, from the beginning. */
  abstract release(run: Run, now: Date): Promise<void>;
}

import type { Units } from '../domain/cart-line.js';

/** A line that a merge could not take, and the business code that says why. */
export interface RefusedLine extends Units {
  readonly code: number;
}

export interface Merge {
  readonly id: string;
  readonly customerId: string;
  readonly refused: readonly RefusedLine[];
  readonly at: Date;
}

/** What became of merges: a repeat whose first answer was lost is told as well what was not taken. */
export abstract class Merges {
  /** In the caller's transaction. */
  abstract add(merge: Merge): Promise<void>;

  /** In the sequence they were sent. */
  abstract refusedOf(mergeId: string): Promise<readonly RefusedLine[]>;
}

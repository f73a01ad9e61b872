/** Load by the hour, oldest first and with no hour left out; null: nobody knows. Never negative. */
export type Loads = readonly (number | null)[];

/**
 * What a model made of the past it was given: says what to expect of the `hours` that follow `past`, one figure each. `past` begins where that past began
 * and may go on after it.
 */
export interface Learned {
  (past: Loads, hours: number): readonly number[];
  /** Lets go of what is not freed by itself; it is not asked any more after that. */
  release?(): void;
}

/** A way to forecast. It is never shown an hour that it is asked about. */
export interface Model {
  readonly name: string;
  /** @param past a week at least */
  learn(past: Loads): Learned | Promise<Learned>;
}

export const DAY = 24;
export const WEEK = 7 * DAY;

// Named here, so that the compiler needs no browser's or Node's globals: a mini-program has these two and few others.
declare const setTimeout: (run: () => void, ms: number) => unknown;
declare const clearTimeout: (timer: unknown) => void;

/** Time as a port. `now` may jump: people set the clocks of their phones. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once, after so many milliseconds; answers how to call it off. */
  after(ms: number, run: () => void): () => void;
}

export const phoneClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

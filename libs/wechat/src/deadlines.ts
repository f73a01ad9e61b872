import { setMaxListeners } from 'node:events';

/** Milliseconds by which a deadline may be early. */
const GRAIN_MS = 10;

interface Shared {
  readonly begun: number;
  readonly signal: AbortSignal;
}

/**
 * Deadlines for many short calls: those that begin within a hundredth of a second share one signal. A signal of its own
 * for each would keep its timer until the deadline, long after the call has ended.
 */
export class Deadlines {
  private readonly latest = new Map<number, Shared>();

  /** Aborts `ms` milliseconds from now, or up to ten earlier. */
  after(ms: number): AbortSignal {
    const now = performance.now();
    const shared = this.latest.get(ms);
    if (shared && now - shared.begun < GRAIN_MS) return shared.signal;
    const signal = AbortSignal.timeout(ms);
    // As many as there are calls, and each goes with its call.
    setMaxListeners(0, signal);
    this.latest.set(ms, { begun: now, signal });
    return signal;
  }
}

import { setMaxListeners } from 'node:events';

/** Of its time: by how much a deadline may be early. */
const GRAIN = 1 / 50;

interface Shared {
  readonly begun: number;
  readonly signal: AbortSignal;
}

/**
 * Deadlines for many short calls: those that begin at about the same time share one signal. A signal of its own for each
 * would keep its timer until the deadline, long after the call has ended, and every signal that fires makes an error with
 * its stack, heard or not.
 */
export class Deadlines {
  private readonly latest = new Map<number, Shared>();

  /** Aborts `ms` milliseconds from now, or up to a fiftieth of that earlier. */
  after(ms: number): AbortSignal {
    const now = performance.now();
    const shared = this.latest.get(ms);
    if (shared && now - shared.begun < ms * GRAIN) return shared.signal;
    const signal = AbortSignal.timeout(ms);
    // As many as there are calls, and each goes with its call.
    setMaxListeners(0, signal);
    this.latest.set(ms, { begun: now, signal });
    return signal;
  }
}

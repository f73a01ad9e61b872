import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/clock.js';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Time that passes when a test says so. `skewMs` puts the phone's clock wrong without any time passing. */
export class ManualClock implements Clock {
  private elapsed = 0;
  private timers: Timer[] = [];
  skewMs = 0;
  /** Milliseconds of each pause that has come to its end. */
  readonly pauses: number[] = [];

  now(): number {
    return Date.UTC(2026, 10, 25) + this.elapsed + this.skewMs;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.elapsed + ms, run: () => (this.pauses.push(ms), run()) };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((one) => one !== timer));
  }

  pass(ms: number): void {
    this.elapsed += ms;
  }

  /** Lets time pass from timer to timer until the promise is settled. */
  async through<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = () => (isSettled = true);
    promise.then(settle, settle);
    for (let turns = 0; !isSettled; turns++) {
      if (turns > 10_000) throw new Error('Nothing is left that could settle it');
      await turn();
      await turn();
      if (!isSettled) this.fireNext();
    }
    return promise;
  }

  private fireNext(): void {
    const next = this.timers.reduce<Timer | null>((first, one) => (first && first.at <= one.at ? first : one), null);
    if (!next) return;
    this.timers = this.timers.filter((one) => one !== next);
    this.elapsed = Math.max(this.elapsed, next.at);
    next.run();
  }
}

import { Clock } from '#kernel';
import type { Milliseconds } from '#platform/config';

/** The system's time, ahead of it by what has been skipped. */
export class SkippedClock extends Clock {
  /** @param ahead what had been skipped before this process began */
  constructor(private ahead: Milliseconds) {
    super();
  }

  get aheadMs(): Milliseconds {
    return this.ahead;
  }

  now(): Date {
    return this.at(Date.now());
  }

  /** The shop's time at a moment of the system's, in milliseconds since 1970. */
  at(moment: number): Date {
    return new Date(moment + this.ahead);
  }

  skip(time: Milliseconds): void {
    this.ahead += time;
  }
}

import type { Milliseconds } from '#platform/config';

/** A worker that lived for so long is replaced at once: whatever ended it, it is no loop. */
const GOOD_LIFE: Milliseconds = 60_000;
const FIRST_PAUSE: Milliseconds = 500;
const LONGEST_PAUSE: Milliseconds = 30_000;
/** Short lives in a row that are called a loop. */
const LOOP = 3;

export interface Restart {
  /** Before the next worker is started. */
  readonly pause: Milliseconds;
  /** Workers die again and again. */
  readonly loop: boolean;
}

/** When the next worker is started after one died: the more of them die young, the later. */
export class Restarts {
  private shortLives = 0;

  after(lived: Milliseconds): Restart {
    this.shortLives = lived >= GOOD_LIFE ? 0 : this.shortLives + 1;
    const pause = this.shortLives === 0 ? 0 : Math.min(FIRST_PAUSE * 2 ** (this.shortLives - 1), LONGEST_PAUSE);
    return { pause, loop: this.shortLives >= LOOP };
  }
}

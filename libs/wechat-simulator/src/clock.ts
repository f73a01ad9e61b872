/** The simulator's time: what it signs with, dates with and lets codes expire by. */
export class Clock {
  /** Added to the time it was given; a shop whose clock is wrong sees the same. */
  skewMs = 0;

  constructor(private readonly given: () => Date = () => new Date()) {}

  readonly now = (): Date => new Date(this.given().getTime() + this.skewMs);
}

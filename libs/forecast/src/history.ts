import { DAY, type Loads, WEEK } from './model.js';
import type { Prometheus } from './prometheus.js';

const HOUR_S = 3600;

/** Of a moment in milliseconds: whole hours since 1970. Beijing is ahead of UTC by whole hours, and sets no clock forward: its hours are these. */
export const hourOf = (time: number): number => Math.floor(time / 1000 / HOUR_S);

/** The loads of whole hours as far as they have been read. An hour's load is that of its busiest five minutes, because that is what has to be borne. */
export class History {
  private loads = new Map<number, number>();
  /** All before it were read. */
  private readUntil: number | null = null;

  constructor(
    private readonly prometheus: Prometheus,
    private readonly expression: string,
    private readonly most: number,
  ) {}

  /**
   * Reads what is new, and the latest day once more: what was late, or read by a clock that was ahead. A week at a time, so that Prometheus need not
   * hold more; what was read is kept when a later week fails.
   * @param until hour that is not over yet
   */
  async read(until: number): Promise<void> {
    const oldest = until - this.most;
    // A clock that was ahead has let go of what it took for old.
    if (this.readUntil !== null && this.readUntil > until) this.readUntil = null;
    let from = Math.max(oldest, (this.readUntil ?? oldest) - DAY);
    while (from < until) {
      const to = Math.min(from + WEEK, until);
      // A sample at the end of an hour looks back on it; 59m, for the sample an hour before is of the hour before.
      const range = { from: (from + 1) * HOUR_S, to: to * HOUR_S, step: HOUR_S };
      const samples = await this.prometheus.range(`max_over_time((${this.expression})[59m:5m])`, range);
      for (let hour = from; hour < to; hour += 1) this.loads.delete(hour);
      for (const { time, load } of samples) this.loads.set(time / HOUR_S - 1, load);
      this.readUntil = from = to;
    }
    this.loads = new Map([...this.loads].filter(([hour]) => hour >= oldest && hour < until));
  }

  /** From the first hour that is known to the one before `until`. */
  before(until: number): Loads {
    const first = Math.min(...this.loads.keys(), until);
    return Array.from({ length: until - first }, (_, at) => this.loads.get(first + at) ?? null);
  }
}

import { DAY, type Learned, type Loads, type Model, WEEK } from './model.js';
import { isKnown } from './statistics.js';

/** Shares (0–1) of a surprise that go into each part, and how much of trend and surprise is left an hour later. */
interface Weights {
  readonly level: number;
  readonly trend: number;
  readonly season: number;
  readonly surprise: number;
}

const DAMPING = 0.98;

const GRID: readonly Weights[] = [0.01, 0.05, 0.2].flatMap((level) =>
  [0, 0.01].flatMap((trend) =>
    [0.1, 0.3, 0.6].flatMap((season) => [0, 0.7, 0.9].map((surprise) => ({ level, trend, season, surprise }))),
  ),
);

/**
 * Holt-Winters with additive parts, a damped trend and a season of a week (Gardner and McKenzie, 1989), and what is left over of the latest surprise
 * (Taylor, 2003). It counts in square roots of loads, whose spread is about the same at noon and at night.
 */
class Smoothing {
  private level: number;
  private trend = 0;
  private surprise = 0;
  private hour = 0;
  private readonly season: number[];

  constructor(
    past: Loads,
    private readonly weights: Weights,
  ) {
    const first = Array.from({ length: WEEK }, (_, hour) => {
      const known = [past[hour], past[hour + WEEK]].filter(isKnown).map(Math.sqrt);
      return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
    });
    const known = first.filter(isKnown);
    this.level = known.reduce((sum, one) => sum + one, 0) / Math.max(known.length, 1);
    this.season = first.map((one) => (one === null ? 0 : one - this.level));
  }

  /** Takes the hours that it has not had yet. */
  follow(past: Loads): this {
    for (; this.hour < past.length; this.hour += 1) this.take(past[this.hour] ?? null);
    return this;
  }

  /** @param step 1: the hour after the latest one that was taken */
  expect(step: number): number {
    const trend = (this.trend * DAMPING * (1 - DAMPING ** step)) / (1 - DAMPING);
    const root = this.level + trend + this.of(this.hour + step - 1) + this.surprise * this.weights.surprise ** step;
    return Math.max(root, 0) ** 2;
  }

  private of(hour: number): number {
    return this.season[hour % WEEK] ?? 0;
  }

  private take(load: number | null): void {
    const { level, trend, season, surprise } = this.weights;
    const expected = this.level + this.trend * DAMPING + this.of(this.hour);
    // Of an hour that nobody knows: as expected.
    const off = load === null ? 0 : Math.sqrt(load) - expected;
    const beyond = off - this.surprise * surprise;
    const lasting = load === null ? 0 : beyond;
    this.level += this.trend * DAMPING + level * lasting;
    this.trend = this.trend * DAMPING + trend * level * lasting;
    this.season[this.hour % WEEK] = this.of(this.hour) + season * lasting;
    this.surprise = load === null ? this.surprise * surprise : off;
  }
}

/** How far it was off within the latest week, up to a day ahead. */
function errorOf(weights: Weights, past: Loads): number {
  const smoothing = new Smoothing(past.slice(0, Math.max(WEEK, past.length - WEEK)), weights);
  let error = 0;
  for (let origin = Math.max(WEEK, past.length - WEEK); origin < past.length; origin += 1) {
    smoothing.follow(past.slice(0, origin));
    for (let step = 1; step <= DAY && origin + step <= past.length; step += 1) {
      const load = past[origin + step - 1];
      if (isKnown(load)) error += Math.abs(load - smoothing.expect(step));
    }
  }
  return error;
}

/** Follows a level and a season that change, at a pace that it finds by trying. */
export const holtWinters: Model = {
  name: 'holt-winters',
  learn(past): Learned {
    let best = { weights: GRID[0] as Weights, error: Infinity };
    for (const weights of GRID) {
      const error = errorOf(weights, past);
      if (error < best.error) best = { weights, error };
    }
    return (now, hours) => {
      const smoothing = new Smoothing(now, best.weights).follow(now);
      return Array.from({ length: hours }, (_, step) => smoothing.expect(step + 1));
    };
  },
};

import { backtest, type Backtest, expectations, type Trial } from './backtest.js';
import { DAY, type Loads, type Model, WEEK } from './model.js';
import { isKnown, quantile } from './statistics.js';

/** The hour that runs, and the day after it. */
export const HOURS = 1 + DAY;

/** What nine of ten hours of the backtest were within. */
const BAND = [0.05, 0.95] as const;

export interface Expectation {
  readonly lower: number;
  readonly expected: number;
  readonly upper: number;
}

export interface Forecast {
  /** One for each of the `HOURS` after the past it was made from. */
  readonly hours: readonly Expectation[];
  readonly model: string;
  /** Of each model, best or not; see `Backtest`. */
  readonly errors: ReadonlyMap<string, number>;
}

/** A week to learn from and a day to be judged by; three quarters of it known, the latest within a day. */
export function isEnough(loads: Loads): boolean {
  const latest = loads.slice(-WEEK - DAY);
  return (
    loads.slice(0, -WEEK).some(isKnown) &&
    latest.length === WEEK + DAY &&
    latest.filter(isKnown).length >= latest.length * 0.75 &&
    loads.slice(-DAY).some(isKnown)
  );
}

/**
 * By the model that would have been the best of late. A model that fails is left out, and told to `failed`.
 * @param loads see `isEnough`
 * @throws {Error} when every model failed
 */
export async function forecast(
  loads: Loads,
  models: readonly Model[],
  failed: (model: Model, error: unknown) => void,
): Promise<Forecast> {
  const errors = new Map<string, number>();
  let best: (Backtest & { readonly name: string; readonly hours: readonly number[] }) | null = null;
  for (const model of models) {
    try {
      const test = await backtest(model, loads, HOURS);
      const hours = await coming(model, loads);
      errors.set(model.name, test.error);
      // The simpler ones are asked first.
      if (best === null || test.error < best.error) best = { ...test, name: model.name, hours };
    } catch (error) {
      failed(model, error);
    }
  }
  if (best === null) throw new Error('no model could make a forecast');
  const withBand = bandOf(best.trials);
  return { hours: best.hours.map(withBand), model: best.name, errors };
}

async function coming(model: Model, loads: Loads): Promise<readonly number[]> {
  const learned = await model.learn(loads);
  try {
    return expectations(learned, loads, HOURS);
  } finally {
    learned.release?.();
  }
}

/** From so many hours on, those of about the same load speak for themselves. */
const SOME = 50;

/**
 * An hour's band is what hours of about its load (from half to twice as much) were off by; where there were few of them, what all were. Errors grow
 * with the load, less than in proportion: they are compared in square roots.
 */
function bandOf(trials: readonly Trial[]): (expected: number) => Expectation {
  const off = trials.map(({ expected, load }) => ({ expected, by: Math.sqrt(load) - Math.sqrt(expected) }));
  return (expected) => {
    const alike = off.filter((one) => one.expected >= expected / 2 && one.expected <= expected * 2);
    const by = (alike.length >= SOME ? alike : off).map((one) => one.by);
    const [lower = expected, upper = expected] = BAND.map((share) => {
      const moved = Math.max(Math.sqrt(expected) + quantile(by, share), 0) ** 2;
      // What rounding makes of a root's square is no error.
      return Math.abs(moved - expected) < expected * 1e-9 ? expected : moved;
    });
    return { lower: Math.min(lower, expected), expected, upper: Math.max(upper, expected) };
  };
}

import { setImmediate as others } from 'node:timers/promises';
import { type Learned, type Loads, type Model, WEEK } from './model.js';
import { isKnown } from './statistics.js';

/** One hour that was forecast, and what came. */
export interface Trial {
  readonly expected: number;
  readonly load: number;
}

export interface Backtest {
  readonly trials: readonly Trial[];
  /** Weighted absolute percentage error: by how much it was off, of all the load there was. Infinity: where there was none. */
  readonly error: number;
}

/**
 * Asks a model, hour by hour of the latest week (or what is there beyond the first), for the hours after each, as if the rest had not come yet. It
 * learns from what was there before that week, and each time is shown what was there before that hour: it cannot look ahead.
 * @param loads more than a week
 */
export async function backtest(model: Model, loads: Loads, hours: number): Promise<Backtest> {
  const start = Math.max(WEEK, loads.length - WEEK);
  const learned = await model.learn(loads.slice(0, start));
  try {
    const trials = await trialsOf(learned, loads, start, hours);
    return { trials, error: weightedError(trials) };
  } finally {
    learned.release?.();
  }
}

async function trialsOf(learned: Learned, loads: Loads, start: number, hours: number): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (let origin = start; origin < loads.length; origin += 1) {
    const expected = expectations(learned, loads.slice(0, origin), hours);
    for (const [step, one] of expected.entries()) {
      const load = loads[origin + step];
      if (isKnown(load)) trials.push({ expected: one, load });
    }
    // Whoever asks for figures meanwhile is answered.
    await others();
  }
  return trials;
}

/** What a model expects, held to its word: one load for each hour. */
export function expectations(learned: Learned, past: Loads, hours: number): readonly number[] {
  const expected = learned(past, hours);
  const isLoad = (one: number) => Number.isFinite(one) && one >= 0;
  if (expected.length !== hours || !expected.every(isLoad)) throw new Error('it forecasts what is no load');
  return expected;
}

function weightedError(trials: readonly Trial[]): number {
  const off = trials.reduce((sum, { expected, load }) => sum + Math.abs(expected - load), 0);
  const all = trials.reduce((sum, { load }) => sum + load, 0);
  return off === 0 ? 0 : off / all;
}

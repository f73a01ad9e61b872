import * as fc from 'fast-check';
import { backtest } from './backtest.js';
import { forecast, HOURS, isEnough } from './forecast.js';
import { DAY, type Loads, type Model, WEEK } from './model.js';
import { holtWinters } from './holt-winters.js';
import { seasonalNaive, weeklyMedian } from './same-hours.js';
import { shopLoad } from './testing/shop-load.js';

const models: readonly Model[] = [seasonalNaive, weeklyMedian, holtWinters];
const unexpected = (_: Model, error: unknown) => {
  throw error;
};
const always = (name: string, load: number): Model => ({
  name,
  learn: () => (_, hours) => Array<number>(hours).fill(load),
});

describe('the backtest', () => {
  it('shows a model no hour that it is asked about', async () => {
    const loads = shopLoad({ weeks: 3, noise: 0.3 });
    const seen: Loads[] = [];
    const learnt: Loads[] = [];
    const watcher: Model = {
      name: 'watcher',
      learn: (past) => {
        learnt.push(past);
        return (now, hours) => {
          seen.push(now);
          return Array<number>(hours).fill(0);
        };
      },
    };
    const { trials } = await backtest(watcher, loads, HOURS);
    expect(learnt).toEqual([loads.slice(0, 2 * WEEK)]);
    expect(seen.map(({ length }) => length)).toEqual(Array.from({ length: WEEK }, (_, at) => 2 * WEEK + at));
    for (const past of seen) expect(past).toEqual(loads.slice(0, past.length));
    // What is forecast comes after what was seen, hour by hour.
    expect(trials.slice(0, HOURS).map(({ load }) => load)).toEqual(loads.slice(2 * WEEK, 2 * WEEK + HOURS));
  });

  it.each(models)('$name expects the same whatever comes after', async (model) => {
    const past = shopLoad({ weeks: 2, noise: 0.3 });
    const [first, second] = await Promise.all(
      [1, 100].map((times) => backtest(model, [...past, ...past.slice(0, WEEK).map((load) => load * times)], HOURS)),
    );
    const atFirst = (trials: readonly { expected: number }[] = []) =>
      trials.slice(0, HOURS).map(({ expected }) => expected);
    expect(atFirst(first?.trials)).toEqual(atFirst(second?.trials));
  });

  it('weighs errors by the load: by how much it was off, of all there was', async () => {
    const loads = Array<number>(WEEK + DAY).fill(10);
    expect((await backtest(always('eight', 8), loads, HOURS)).error).toBeCloseTo(0.2);
    expect((await backtest(always('ten', 10), loads, HOURS)).error).toBe(0);
  });

  it('passes over hours that nobody knows, and a shop without load is no division by nothing', async () => {
    const loads: Loads = [...Array<number>(WEEK).fill(0), null, ...Array<number>(DAY).fill(0)];
    expect((await backtest(seasonalNaive, loads, HOURS)).error).toBe(0);
    expect((await backtest(always('one', 1), loads, HOURS)).error).toBe(Infinity);
  });
});

describe('a forecast', () => {
  it('is made by the model that was off the least, the simpler one of two that are as good', async () => {
    const loads = Array<number>(2 * WEEK).fill(10);
    const made = await forecast(loads, [always('eight', 8), always('ten', 10), always('also ten', 10)], unexpected);
    expect(made.model).toBe('ten');
    expect([...made.errors]).toEqual([
      ['eight', expect.closeTo(0.2)],
      ['ten', 0],
      ['also ten', 0],
    ]);
  });

  it('goes on without a model that fails, and says which', async () => {
    const broken: readonly (readonly [string, Model])[] = [
      ['throws', { name: 'throws', learn: () => Promise.reject(new Error('no')) }],
      ['too few', { name: 'too few', learn: () => () => [1] }],
      ['below nothing', always('below nothing', -1)],
      ['no number', always('no number', NaN)],
    ];
    const failed: string[] = [];
    const all = [...broken.map(([, model]) => model), seasonalNaive];
    const made = await forecast(shopLoad({ weeks: 3 }), all, ({ name }) => failed.push(name));
    expect(made.model).toBe('seasonal-naive');
    expect(failed).toEqual(broken.map(([name]) => name));
    await expect(forecast(shopLoad({ weeks: 3 }), [all[0] as Model], () => {})).rejects.toThrow('no model');
  });

  it('has models let go of what they learned, also of what failed', async () => {
    const held = new Set<number>();
    const holder = (answer: number): Model => ({
      name: 'holder',
      learn: () => {
        const id = Math.random();
        held.add(id);
        const expected = (_: Loads, hours: number) => Array<number>(hours).fill(answer);
        return Object.assign(expected, { release: () => held.delete(id) });
      },
    });
    await forecast(shopLoad({ weeks: 2 }), [holder(1), holder(NaN)], () => {});
    expect(held.size).toBe(0);
  });

  it('has bands that hold what is expected, and none below nothing', async () => {
    const load = fc.option(fc.double({ min: 0, max: 1e5, noNaN: true }), { nil: null, freq: 10 });
    await fc.assert(
      fc.asyncProperty(fc.array(load, { minLength: WEEK + DAY, maxLength: WEEK + 3 * DAY }), async (loads) => {
        fc.pre(isEnough(loads));
        const { hours } = await forecast(loads, models, unexpected);
        expect(hours).toHaveLength(HOURS);
        for (const { lower, expected, upper } of hours) {
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(expected).toBeGreaterThanOrEqual(lower);
          expect(upper).toBeGreaterThanOrEqual(expected);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('of a load that does not change is that load, band and all', async () => {
    const { hours } = await forecast(Array<number>(2 * WEEK).fill(42), models, unexpected);
    for (const hour of hours) expect(hour).toEqual({ lower: 42, expected: 42, upper: 42 });
  });

  it('sees a sale of the first week come in the second', async () => {
    const sale = { hour: 5 * DAY + 20, times: 4 };
    const all = shopLoad({ weeks: 2, noise: 0.1, peak: sale });
    const { hours } = await forecast(all.slice(0, WEEK + sale.hour - 3), models, unexpected);
    const usual = (all[WEEK + sale.hour] ?? 0) / sale.times;
    expect(hours[3]?.upper).toBeGreaterThan(usual * 3);
    expect(hours[1]?.upper).toBeLessThan(usual * 2);
  });

  it('goes along with a season that changes within two weeks, by another model if need be', async () => {
    const changesAt = 6 * WEEK;
    const all = shopLoad({ weeks: 9, noise: 0.1, changesAt });
    const errorAt = async (weeks: number) => {
      const past = all.slice(0, changesAt + weeks * WEEK);
      const { hours } = await forecast(past, models, unexpected);
      const came = all.slice(past.length, past.length + DAY);
      const off = came.reduce((sum, load, step) => sum + Math.abs(load - (hours[step]?.expected ?? NaN)), 0);
      return off / came.reduce((sum, load) => sum + load, 0);
    };
    expect(await errorAt(0)).toBeGreaterThan(0.5);
    expect(await errorAt(2)).toBeLessThan(0.15);
  });

  it('holds within its band about nine of ten hours that come, and next to none is beyond it by half', async () => {
    const all = shopLoad({ weeks: 8, noise: 0.25, peak: { hour: 116, times: 4 } });
    let [inside, beyond, hoursOfAll] = [0, 0, 0];
    for (let origin = 7 * WEEK; origin + HOURS <= all.length; origin += 12) {
      const { hours } = await forecast(all.slice(0, origin), models, unexpected);
      for (const [step, { lower, upper }] of hours.entries()) {
        const load = all[origin + step] ?? NaN;
        hoursOfAll += 1;
        if (load >= lower && load <= upper) inside += 1;
        if (load < 0.5 * lower || load > 1.5 * upper) beyond += 1;
      }
    }
    expect(inside / hoursOfAll).toBeGreaterThan(0.8);
    expect(inside / hoursOfAll).toBeLessThan(0.97);
    expect(beyond / hoursOfAll).toBeLessThan(0.005);
  });
});

describe('history is enough', () => {
  const week = (load: number | null) => Array<number | null>(WEEK).fill(load);
  const day = (load: number | null) => Array<number | null>(DAY).fill(load);

  it.each([
    ['a week and a day', [...week(1), ...day(1)], true],
    ['nothing', [], false],
    ['an hour less', [...week(1), ...day(1).slice(1)], false],
    ['a second week with a gap of a day', [...week(1), ...day(null), ...day(1), ...day(1)], true],
    ['a gap of three days', [...week(1), ...week(1), ...day(null), ...day(null), ...day(null), 1], false],
    ['nothing of today', [...week(1), ...week(1), ...day(null)], false],
  ])('%s: %#', (_, loads, is) => {
    expect(isEnough(loads)).toBe(is);
  });
});

import { holtWinters } from './holt-winters.js';
import { DAY, type Loads, type Model, WEEK } from './model.js';
import { modelContract } from './model.contract.js';
import { availableModels } from './models.js';
import { seasonalNaive, weeklyMedian } from './same-hours.js';
import { shopLoad } from './testing/shop-load.js';

const HOURS = 25;
const own: readonly Model[] = [seasonalNaive, weeklyMedian, holtWinters];

/** The least that a model may be. */
const mean: Model = {
  name: 'mean',
  learn: (past) => {
    const known = past.filter((load) => load !== null);
    const load = known.reduce((sum, one) => sum + one, 0) / Math.max(known.length, 1);
    return (_, hours) => Array<number>(hours).fill(load);
  },
};

for (const model of [...own, mean]) modelContract(model.name, () => model);

async function expected(model: Model, past: Loads): Promise<readonly number[]> {
  return (await model.learn(past))(past, HOURS);
}

describe.each(own.map((model) => [model.name, model] as const))('%s', (_, model) => {
  it('expects of a constant load that it stays', async () => {
    for (const load of [0, 7, 4_000]) {
      for (const one of await expected(model, Array<number>(2 * WEEK).fill(load))) expect(one).toBeCloseTo(load, 6);
    }
  });

  it('expects of a week that comes again and again that it comes again, from its second week on', async () => {
    const all = shopLoad({ weeks: 4 });
    for (const length of [WEEK, WEEK + DAY, 2 * WEEK, 3 * WEEK + 100]) {
      const came = all.slice(length, length + HOURS);
      const forecast = await expected(model, all.slice(0, length));
      for (const [step, one] of forecast.entries()) expect(one).toBeCloseTo(came[step] ?? NaN, 6);
    }
  });

  it('goes on over a gap as if nothing had happened', async () => {
    const whole = shopLoad({ weeks: 4 });
    const past = whole.slice(0, 3 * WEEK).map((load, hour) => (hour >= 400 && hour < 430 ? null : load));
    const forecast = await expected(model, past);
    for (const [step, one] of forecast.entries()) expect(one).toBeCloseTo(whole[3 * WEEK + step] ?? NaN, 6);
  });
});

it('a single week that was different does not move the median', async () => {
  const usual = shopLoad({ weeks: 5 });
  const past = usual.slice(0, 4 * WEEK).map((load, hour) => (hour >= 3 * WEEK ? load * 10 : load));
  expect(await expected(weeklyMedian, past)).not.toEqual(
    usual.slice(4 * WEEK, 4 * WEEK + HOURS).map((one) => one * 10),
  );
  for (const [step, one] of (await expected(weeklyMedian, past)).entries())
    expect(one).toBeCloseTo(usual[4 * WEEK + step] ?? NaN, 6);
});

it('Holt-Winters goes along with a shop that grows, where a median stays behind', async () => {
  const all = shopLoad({ weeks: 7, growth: 0.3 });
  const came = all.slice(6 * WEEK, 6 * WEEK + HOURS);
  const off = async (model: Model) => {
    const forecast = await expected(model, all.slice(0, 6 * WEEK));
    return forecast.reduce((sum, one, step) => sum + Math.abs(one - (came[step] ?? NaN)), 0);
  };
  expect(await off(holtWinters)).toBeLessThan((await off(weeklyMedian)) / 2);
});

it('the simpler models come first', async () => {
  const names = (await availableModels()).map(({ name }) => name);
  expect(names.slice(0, 3)).toEqual(['seasonal-naive', 'weekly-median', 'holt-winters']);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backtest } from './backtest.js';
import { forecast, HOURS } from './forecast.js';
import { holtWinters } from './holt-winters.js';
import { DAY, type Loads, WEEK } from './model.js';
import { seasonalNaive, weeklyMedian } from './same-hours.js';
import { isKnown } from './statistics.js';

/** See bench/record-load.mjs. */
interface Recording {
  readonly weeks: number;
  readonly planted: Readonly<Record<string, { readonly peak?: { readonly hour: number } }>>;
  readonly loads: Readonly<Record<string, Loads>>;
}

const recording = JSON.parse(readFileSync(join(__dirname, 'testing/recorded-load.json'), 'utf8')) as Recording;
const page = readFileSync(join(__dirname, '../../../docs/forecast.md'), 'utf8');
const MODELS = [seasonalNaive, weeklyMedian, holtWinters];
const SALE = 'a sale each week';
const CHANGE = 'a season that changed two weeks ago';
const fail = (_: unknown, error: unknown) => {
  throw error;
};

describe('on the recorded load of a shop', () => {
  it.each(Object.entries(recording.loads))('docs/forecast.md says what was measured: %s', async (name, loads) => {
    const measured: string[] = [];
    for (const model of MODELS) measured.push(`${(100 * (await backtest(model, loads, HOURS)).error).toFixed(1)} %`);
    const row = page.split('\n').find((line) => line.startsWith(`| recorded: ${name} `));
    expect(
      row
        ?.split('|')
        .slice(2, 5)
        .map((cell) => cell.trim()),
    ).toEqual(measured);
  });

  it.each(Object.entries(recording.loads))('nearly every hour is known: %s', (_, loads) => {
    expect(loads).toHaveLength(recording.weeks * WEEK);
    expect(loads.filter(isKnown).length).toBeGreaterThan(0.95 * loads.length);
  });

  it('sees a planted sale of the last week come a day ahead: most of it is expected, and the band has all of it', async () => {
    const loads = recording.loads[SALE] ?? [];
    const hour = recording.planted[SALE]?.peak?.hour ?? NaN;
    const lastWeek = loads.length - WEEK;
    // Hours of the recording are those of scrapes, a few after those in which people were sent.
    const most = (day: number) =>
      Math.max(...loads.slice(lastWeek + hour + day * DAY, lastWeek + hour + day * DAY + 6).map(Number));
    const sale = most(0);
    expect(sale).toBeGreaterThan(2 * most(-2));
    const ahead = await forecast(loads.slice(0, lastWeek + hour - 18), MODELS, fail);
    const expected = Math.max(...ahead.hours.map((one) => one.expected));
    const upper = Math.max(...ahead.hours.map((one) => one.upper));
    expect(expected).toBeGreaterThan(0.6 * sale);
    expect(upper).toBeGreaterThan(sale);
  });

  it('takes the model that goes along with a season that changed', async () => {
    const { model, errors } = await forecast(recording.loads[CHANGE] ?? [], MODELS, fail);
    expect(errors.get(model)).toBe(Math.min(...errors.values()));
    expect(errors.get(model)).toBeLessThan((errors.get(weeklyMedian.name) ?? NaN) / 2);
  });
});

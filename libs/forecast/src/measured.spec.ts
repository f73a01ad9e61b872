import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backtest } from './backtest.js';
import { HOURS } from './forecast.js';
import { holtWinters } from './holt-winters.js';
import { WEEK } from './model.js';
import { seasonalNaive, weeklyMedian } from './same-hours.js';
import { type ShopLoad, shopLoad } from './testing/shop-load.js';

const LOADS: Readonly<Record<string, Partial<ShopLoad>>> = {
  calm: { noise: 0.2 },
  noisy: { noise: 0.3 },
  'a sale each week': { noise: 0.25, peak: { hour: 116, times: 4 } },
  'a tenth more each week': { noise: 0.2, growth: 0.1 },
  'a season that changed two weeks ago': { noise: 0.2, changesAt: 6 * WEEK },
  'a season that changed three weeks ago': { noise: 0.2, changesAt: 5 * WEEK },
};
const page = readFileSync(join(__dirname, '../../../docs/forecast.md'), 'utf8');

it.each(Object.entries(LOADS))('docs/forecast.md says what was measured: %s', async (name, load) => {
  const loads = shopLoad({ weeks: 8, ...load });
  const measured: string[] = [];
  for (const model of [seasonalNaive, weeklyMedian, holtWinters])
    measured.push(`${(100 * (await backtest(model, loads, HOURS)).error).toFixed(1)} %`);
  const row = page.split('\n').find((line) => line.startsWith(`| ${name} `));
  expect(
    row
      ?.split('|')
      .slice(2, 5)
      .map((cell) => cell.trim()),
  ).toEqual(measured);
});

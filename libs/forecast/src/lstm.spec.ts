import { backtest } from './backtest.js';
import { forecast, HOURS } from './forecast.js';
import { lstm } from './lstm.js';
import type { Model } from './model.js';
import { modelContract } from './model.contract.js';
import { availableModels } from './models.js';
import { seasonalNaive } from './same-hours.js';
import { shopLoad } from './testing/shop-load.js';

const PACKAGE: string = '@tensorflow/tfjs';
const isInstalled = (() => {
  try {
    return require.resolve(PACKAGE) !== '';
  } catch {
    return false;
  }
})();

jest.setTimeout(600_000);

it('the network is one of the models where its package is installed, and there only', async () => {
  const names = (await availableModels()).map(({ name }) => name);
  expect(names.includes('lstm')).toBe(isInstalled);
});

(isInstalled ? describe : describe.skip)('the network', () => {
  const make = async () => (await lstm()) as Model;
  modelContract('lstm', make, 3);

  it('keeps nothing of what it learned for a forecast that was made', async () => {
    const { memory } = (await import(PACKAGE)) as { memory(): { numTensors: number } };
    const model = await make();
    const once = async () => (await forecast(shopLoad({ weeks: 2 }), [model], () => {})).model;
    expect(await once()).toBe('lstm');
    const before = memory().numTensors;
    await once();
    expect(memory().numTensors).toBe(before);
  });

  it('is no worse than last week where luck lasts some hours', async () => {
    const loads = shopLoad({ weeks: 4, noise: 0.3 });
    const { error } = await backtest(await make(), loads, HOURS);
    expect(error).toBeLessThan((await backtest(seasonalNaive, loads, HOURS)).error);
  });
});

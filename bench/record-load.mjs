// npm run bench:record [-- --weeks N --hour-ms N]: weeks of a shop in minutes, as a real Prometheus saw them. It writes the recording that the load
// forecast is judged by (docs/forecast.md). One hour lasts `--hour-ms`. When people come is made up; what the shop counted is not.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { forecastVariables } from '../dist/libs/forecast/src/settings.js';
import { asCommand, root } from '../scripts/lib/checkout.mjs';
import { Bench } from './lib/bench.mjs';
import { fillShop } from './lib/filled-shop.mjs';
import { OpenLoad } from './lib/open-load.mjs';
import { ShortScrapes } from './lib/short-scrapes.mjs';
import { findStores } from './lib/stores.mjs';

const WEEK = 168;
const SIZE = { products: 40, shoppers: 1 };

const { values } = parseArgs({
  options: {
    weeks: { type: 'string', default: '5' },
    'hour-ms': { type: 'string', default: '1000' },
    target: { type: 'string', default: 'libs/forecast/src/testing/recorded-load.json' },
  },
});
const [weeks, hourMs] = [Number(values.weeks), Number(values['hour-ms'])];
/** Two loads at once, told apart by their route: which requests of the benchmark they are made of, and what is planted in them (see shop-load.ts). */
const LOADS = [
  {
    name: 'a sale each week',
    kind: 'products',
    route: '/api/v1/products',
    planted: { noise: 0.15, seed: 3, peak: { hour: 116, times: 4 } },
  },
  {
    name: 'a season that changed two weeks ago',
    kind: 'product',
    route: '/api/v1/products/:id',
    planted: { noise: 0.15, seed: 4, changesAt: (weeks - 2) * WEEK },
  },
];

await asCommand(async () => {
  const stores = await findStores();
  const bench = new Bench('record', { peers: [] }, stores);
  const generators = LOADS.map(() => new OpenLoad());
  let scrapes;
  try {
    const shopLoad = await madeUp();
    const wechat = await bench.wechatStub();
    const shop = await bench.shop({ WECHAT_API_BASE_URL: wechat.url });
    const requests = await fillShop(shop, bench.say, SIZE);
    scrapes = await ShortScrapes.start(shop.url, hourMs);
    bench.say(`${weeks} weeks in ${Math.round((weeks * WEEK * hourMs) / 60_000)} minutes`);
    // Each hour lasts from scrape to scrape, and a counter counts from its second one on.
    const start = await scrapes.next(3 * hourMs);
    const run = ({ kind, planted }, nth) =>
      generators[nth].runCurve({
        requests: requests[kind],
        rates: shopLoad({ weeks, ...planted }),
        seconds: hourMs / 1000,
        connections: 200,
      });
    const outcomes = await Promise.all(LOADS.map(run));
    for (const { sent, answered, shed, wrong, example } of outcomes)
      bench.say(`${sent} sent, ${answered} answered, ${shed} refused, ${wrong} wrong ${example ?? ''}`);
    await scrapes.next(hourMs);
    const loads = {};
    for (const { name, route } of LOADS) loads[name] = await recorded(route, start, scrapes);
    const planted = Object.fromEntries(LOADS.map((one) => [one.name, one.planted]));
    const recording = { at: new Date().toISOString(), stores: stores.names, weeks, hourMs, planted, loads };
    writeFileSync(join(root, values.target), `${JSON.stringify(recording)}\n`);
    bench.say(`kept as ${values.target}`);
    return outcomes.some(({ wrong }) => wrong > 0) ? 1 : 0;
  } finally {
    await scrapes?.close();
    for (const generator of generators) await generator.close();
    await bench.close();
  }
});
process.exit();

/** The curves that the tests of the forecast have as well. */
async function madeUp() {
  const entryPoints = [join(root, 'libs/forecast/src/testing/shop-load.ts')];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', write: false });
  const { shopLoad } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return shopLoad;
}

/**
 * What the forecaster asks by default, of one route and from scrape to scrape: a whole hour where it would be the busiest five minutes. A window of
 * two hours that ends a little after a scrape has this one and the one before.
 */
async function recorded(route, start, scrapes) {
  const step = hourMs / 1000;
  const from = start + 1.25 * step;
  const [expression] = forecastVariables.FORECAST_REQUESTS;
  const asked = expression.replace('route!~"/health.*"', `route="${route}"`).replace('[5m]', `[${2 * hourMs}ms]`);
  const figures = await scrapes.range(asked, { from, to: from + (weeks * WEEK - 1) * step, step });
  return figures.map((load) => load && Math.round(load * 10) / 10);
}

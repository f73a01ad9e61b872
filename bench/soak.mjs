// npm run bench:soak [-- --minutes N --connections N]: 70 % load for a while, then twice what the shop can do, then 70 % again.
import { parseArgs } from 'node:util';
import { asCommand } from '../scripts/lib/checkout.mjs';
import { Bench } from './lib/bench.mjs';
import { fillShop } from './lib/filled-shop.mjs';
import { LoadGenerator } from './lib/load.mjs';
import { mixOf } from './lib/mix.mjs';
import { OpenLoad } from './lib/open-load.mjs';
import { keep } from './lib/results.mjs';
import { growth } from './lib/steadiness.mjs';
import { findStores } from './lib/stores.mjs';
import { watchProcess } from './lib/watched-process.mjs';

const SAMPLE_S = 10;
const STEP_S = 30;
/** Time it may take to be as before, after a step. */
const RECOVERY_S = 5;

const options = {
  minutes: { type: 'string', default: '20' },
  connections: { type: 'string', default: '2000' },
  results: { type: 'string' },
};
const { values } = parseArgs({ options });

await asCommand(async () => {
  const stores = await findStores();
  const bench = new Bench('soak', { peers: [] }, stores);
  const load = new OpenLoad();
  try {
    const run = await soak(bench, load);
    const failures = [...growth(run.samples), ...run.failures];
    for (const line of failures) console.error(`bench: soak: ${line}`);
    const at = new Date().toISOString();
    console.log(
      `bench: soak: kept as ${keep({ at, stores: stores.names, settings: values, ...run, failures }, values.results)}`,
    );
    return failures.length > 0 ? 1 : 0;
  } finally {
    await load.close();
    await bench.close();
  }
});
process.exit();

async function soak(bench, load) {
  const wechat = await bench.wechatStub();
  const shop = await bench.shop({ WECHAT_API_BASE_URL: wechat.url });
  const requests = mixOf(await fillShop(shop, bench.say));
  const capacity = await capacityOf(requests);
  bench.say(`${Math.round(capacity)} requests a second are all it can do`);
  const watched = await watchProcess(shop);
  const at = (share, seconds) =>
    load.run({ requests, seconds, perSecond: capacity * share, connections: Number(values.connections) });
  const samples = [];
  for (let nth = 0; nth < (Number(values.minutes) * 60) / SAMPLE_S; nth++) {
    const sample = { ...(await at(0.7, SAMPLE_S)), ...(await watched.look()) };
    samples.push(sample);
    bench.say(`70 %: ${described(sample)}`);
  }
  const overload = await at(2, STEP_S);
  bench.say(`200 %: ${described(overload)}`);
  await at(0.7, RECOVERY_S);
  const after = { ...(await at(0.7, SAMPLE_S)), ...(await watched.look()) };
  bench.say(`70 % again: ${described(after)}`);
  await watched.close();
  return { capacity, samples, overload, after, failures: wrongs({ samples, overload, after }) };
}

async function capacityOf(requests) {
  const closed = new LoadGenerator();
  try {
    await closed.run({ requests, connections: 64, roundMs: 5_000 });
    return (await closed.run({ requests, connections: 64, roundMs: 10_000 })).perSecond;
  } finally {
    await closed.close();
  }
}

function wrongs({ samples, overload, after }) {
  const all = [...samples, overload, after];
  const steady = [...samples, after];
  return [
    ...all.flatMap(({ wrong, example }) => (wrong > 0 ? [`${wrong} answers were wrong: ${example}`] : [])),
    ...steady.flatMap(({ shed, sent }) => (shed > sent / 1000 ? [`${shed} of ${sent} were refused at 70 %`] : [])),
    ...(overload.shed > 0 ? [] : ['nothing was refused at 200 %']),
    // Not memory: V8 gives back what a step took when it pleases.
    ...growth([samples.at(-1), samples.at(-1), after], ['handles', 'outboxAge', 'p99']).map(
      (line) => `after the step ${line}`,
    ),
  ];
}

function described({ sent, answered, shed, wrong, p50, p99, memory, handles, outboxAge }) {
  const answers = `${sent} sent, ${answered} answered, ${shed} refused, ${wrong} wrong, p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms`;
  return memory === undefined
    ? answers
    : `${answers}; ${memory.toFixed(0)} MiB, ${handles} handles, outbox ${outboxAge} s`;
}

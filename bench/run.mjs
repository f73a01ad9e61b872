// npm run bench [-- NAME…] [-- --rounds N --round-ms N --connections N --peer name=url --commit]: measures, prints a table, keeps it as JSON.
import { parseArgs } from 'node:util';
import { Refusal, asCommand } from '../scripts/lib/checkout.mjs';
import { Bench } from './lib/bench.mjs';
import { findCases } from './lib/cases.mjs';
import { commit, committed, comparison } from './lib/committed.mjs';
import { keep } from './lib/results.mjs';
import { findStores } from './lib/stores.mjs';
import { table } from './lib/table.mjs';

const WHOLE = /^[1-9]\d{0,6}$/;

await asCommand(async () => {
  const { names, settings, results, against, commits } = readArguments();
  const cases = await findCases(names);
  const stores = await findStores();
  console.log(`bench: on ${stores.names.join(' and ')}; Ctrl-C stops it`);
  const rows = [];
  const failures = [];
  for (const { name, run } of cases) {
    console.log(`bench: ${name}`);
    const bench = new Bench(name, settings, stores);
    try {
      rows.push(...(await run(bench)));
    } catch (error) {
      failures.push(name);
      console.error(`bench: ${name} failed to run:`, error);
    } finally {
      await bench.close();
    }
  }
  console.log(`\n${table(rows)}\n`);
  const run = { at: new Date().toISOString(), stores: stores.names, settings, rows, failures };
  console.log(`bench: kept as ${keep(run, results)}`);
  const earlier = committed(against);
  if (earlier) for (const line of comparison(rows, earlier)) console.log(`bench: ${line}`);
  if (commits) commit(against, run);
  return failures.length > 0 ? 1 : 0;
});
// A case that failed may have left something open.
process.exit();

function readArguments() {
  const options = {
    rounds: { type: 'string', default: '7' },
    'round-ms': { type: 'string', default: '1000' },
    connections: { type: 'string', default: '8' },
    /** `name=url` of another server with the reference's routes; as often as you like. */
    peer: { type: 'string', multiple: true, default: [] },
    /** Of the old shop in `growth`. */
    'past-orders': { type: 'string', default: '1000000' },
    /** Where the JSON goes. */
    results: { type: 'string' },
    /** What the ratios are held against; --commit keeps this run's there. */
    against: { type: 'string', default: 'bench/committed.json' },
    commit: { type: 'boolean', default: false },
  };
  let parsed;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Refusal(error.message);
  }
  const { values, positionals } = parsed;
  const number = (name) => {
    if (!WHOLE.test(values[name])) throw new Refusal(`--${name} is a whole number above 0`);
    return Number(values[name]);
  };
  const settings = {
    rounds: number('rounds'),
    roundMs: number('round-ms'),
    connections: number('connections'),
    pastOrders: number('past-orders'),
    peers: values.peer.map(peerFrom),
  };
  return { names: positionals, settings, results: values.results, against: values.against, commits: values.commit };
}

function peerFrom(text) {
  const [, name, url] = /^([^=]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (!url) throw new Refusal(`--peer is name=url, not ${text}`);
  return { name, url: url.replace(/\/$/, '') };
}

import { openApplication } from './application.mjs';
import { cpuMicros } from './cpu.mjs';
import { LoadGenerator } from './load.mjs';
import { inTurns, median, ratioOf } from './measure.mjs';
import { openShop } from './shop.mjs';
import { openServerThread } from './server-thread.mjs';

/** What a case measures with. Whatever it opens is closed when the case is over. */
export class Bench {
  #closing = [];

  constructor(name, settings, stores) {
    this.name = name;
    this.settings = settings;
    this.stores = stores;
  }

  /** A built server with a database and a WeChat of its own. See shop.mjs. */
  async shop(environment) {
    return this.#closedLater(await openShop({ ...(await this.#ownStores()), ...environment }));
  }

  /** A WeChat that answers whoever signs in, at once. */
  async wechatStub() {
    return this.#closedLater(await openServerThread('wechat-stub-worker.mjs'));
  }

  /** Takes what it is told, and forgets it. */
  async collector() {
    return this.#closedLater(await openServerThread('collector-worker.mjs'));
  }

  /** What `open` makes of stores of its own; null on SQLite, which only the shop itself speaks. */
  async onItsOwn(open) {
    const stores = await this.#ownStores();
    return stores.DATABASE_URL.startsWith('mysql:') ? this.#closedLater(await open(stores)) : null;
  }

  /** Tells whoever waits what is going on. */
  say = (what) => console.log(`bench: ${this.name}: ${what}`);

  /** The application without a port, in this process, for what no request shows by itself. See application.mjs. */
  async application() {
    return this.#closedLater(await openApplication(await this.#ownStores()));
  }

  /**
   * A row about work in this process.
   * @param ours and `peer`: `{ name, work(times) }`, which does the work so many times
   */
  async compareWork(row, ours, peer) {
    const { rounds, roundMs } = this.settings;
    const times = new Map();
    for (const side of [ours, peer]) times.set(side, await howOften(side, roundMs / 2));
    const micros = async (side) => (await elapsedMs(side, times.get(side))) * (1000 / times.get(side));
    const measured = await inTurns(rounds, ours, peer, micros);
    return this.#row(row, ours, peer, measured, (all) => ({ unit: 'µs', time: median(all) }));
  }

  /**
   * A row about requests.
   * @param ours and `peer`: `{ name, requests, before?, pid? }`; `requests` are sent in rotation over all connections,
   * `before()` is called before each round, and of the process `pid` the CPU time is taken
   */
  async compareRequests(row, ours, peer) {
    const load = new LoadGenerator();
    try {
      const measure = async ({ requests, before, pid }) => {
        await before?.();
        const used = pid ? cpuMicros(pid) : null;
        const round = await load.run({ requests, ...this.settings });
        const usedSince = used === null ? null : cpuMicros(pid) - used;
        return { ...round, cpu: usedSince === null ? null : usedSince / round.requests };
      };
      const measured = await inTurns(this.settings.rounds, ours, peer, measure);
      const describe = (all) => ({
        unit: 'ms',
        perSecond: median(all.map(({ perSecond }) => perSecond)),
        p50: median(all.map(({ p50 }) => p50)),
        p99: median(all.map(({ p99 }) => p99)),
        cpu: all.some(({ cpu }) => cpu === null) ? null : median(all.map(({ cpu }) => cpu)),
      });
      const timesOf = (all) => all.map(({ perSecond }) => 1 / perSecond);
      return this.#row(row, ours, peer, measured, describe, timesOf);
    } finally {
      await load.close();
    }
  }

  async close() {
    for (const close of this.#closing.splice(0).reverse()) await close();
  }

  #row({ key, what, goal }, ours, peer, measured, describe, timesOf = (all) => all) {
    return {
      case: key ? `${this.name}/${key}` : this.name,
      what,
      ours: { name: ours.name, ...describe(measured.ours) },
      peer: { name: peer.name, ...describe(measured.peer) },
      ratio: ratioOf(timesOf(measured.ours), timesOf(measured.peer)),
      goal,
      rounds: measured,
    };
  }

  async #ownStores() {
    const { environment, drop } = await this.stores.open();
    this.#closing.push(drop);
    return environment;
  }

  #closedLater(opened) {
    this.#closing.push(() => opened.close());
    return opened;
  }
}

async function howOften(side, enoughMs) {
  for (let times = 1; ; times *= 2) {
    const took = await elapsedMs(side, times);
    if (took >= enoughMs) return times;
  }
}

async function elapsedMs({ work }, times) {
  const start = performance.now();
  await work(times);
  return performance.now() - start;
}

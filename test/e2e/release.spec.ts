import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Traffic } from '../faults/support/traffic.js';
import { shownQueries } from '../support/alert-rules.js';
import { Api } from '../support/api.js';
import { ApiDocument } from '../support/api-document.js';
import { databaseRows } from '../support/database-rows.js';
import { FaultyFront } from '../support/faulty-front.js';
import { Haproxy, haproxy, type Released } from '../support/haproxy.js';
import { assertInvariants } from '../support/invariants.js';
import { Monitoring } from '../support/monitoring.js';
import { findProgram } from '../support/programs.js';
import { MYSQL, Shop } from '../support/shop.js';
import { freePort, ShopProcess } from '../support/shop-process.js';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { eventually, until } from '../support/until.js';
import type { Order } from '../support/views.js';

const prometheus = findProgram(['prometheus'], { suite: 'a release', install: 'prometheus' });

/** So many that each share has some of them. */
const SHOPPERS = 40;

/** Two processes: what runs already is blue; the new version is both the canary and the slot green. */
(haproxy && prometheus && MYSQL.isThere ? describe : describe.skip)('a release', () => {
  let shop: Shop;
  let fresh: ShopProcess;
  let toDatabase: TcpProxy;
  let front: FaultyFront;
  let gateway: Haproxy;
  let monitoring: Monitoring;
  let shoppers: readonly Api[];
  beforeAll(async () => {
    shop = await Shop.open({ stack: MYSQL, processes: 1, environment: { ORDER_UNPAID_MAX_PER_SHOPPER: '0' } });
    const url = new URL(shop.databaseUrl);
    toDatabase = await openTcpProxy(url.hostname, Number(url.port || 3306));
    [url.hostname, url.port] = ['127.0.0.1', `${toDatabase.port}`];
    const own = { DATABASE_URL: url.href, BACKGROUND_JOBS: 'off', PUBLIC_BASE_URL: shop.url };
    fresh = await ShopProcess.start({ ...shop.variables, ...own });
    front = await FaultyFront.open(fresh.url);
    const blue = new URL(shop.server(0).url).host;
    gateway = await Haproxy.start({ blue, green: front.address, canary: front.address });
    monitoring = await Monitoring.start(
      { prometheus: prometheus ?? '' },
      {
        targets: [
          { url: shop.server(0).url, track: 'stable', slot: 'blue' },
          { url: fresh.url, track: 'canary', slot: 'green' },
        ],
        gateways: [gateway.management],
      },
    );
    await gateway.untilEverybodyIsUp();
    const api = new Api(() => [gateway.url], await ApiDocument.of(shop.url));
    const logins = Array.from({ length: SHOPPERS }, (_, number) => shop.logIn(`oReleased${number}`));
    shoppers = (await Promise.all(logins)).map(({ accessToken }) => api.as({ token: accessToken }));
  });
  afterEach(async () => {
    front.failing = 0;
    toDatabase.delay(0);
    await front.listen();
    await gateway.untilEverybodyIsUp();
    await gateway.release('rollback');
    await gateway.release('switch blue');
  });
  afterAll(async () => {
    await monitoring?.close();
    await gateway?.close();
    await front?.close();
    await fresh?.kill();
    await toDatabase?.close();
    await shop?.close();
  });

  /** The command with the pace of a test; its patience is for machines that do little in a second. */
  const release = (words: string, looked?: (child: ChildProcess) => void): Promise<Released> => {
    const pace = '--every 500ms --observe 3s --patience 100s --min-requests 40';
    return gateway.release(`${pace} --prometheus ${monitoring.url} ${words}`, { looked });
  };
  const routing = async () => {
    const { events } = await release('status');
    const { live, share, sameAtStart } = events.find(({ event }) => event === 'status') ?? { event: '' };
    expect(sameAtStart).toBe(true);
    return { live, share };
  };
  let turn = 0;
  const next = () => shoppers[turn++ % SHOPPERS] ?? shop.api;
  const orders = () => next().get('/orders');
  /** Shoppers who go on asking while `work` is done. */
  async function underLoad<T>(
    work: () => Promise<T>,
    traffic = new Traffic({ orders, profile: () => next().get('/users/me') }),
  ): Promise<{ done: T; traffic: Traffic }> {
    try {
      return { done: await work(), traffic };
    } finally {
      await traffic.stop();
    }
  }
  const nothingLost = ({ told, unanswered }: Traffic) => {
    expect(unanswered).toEqual([]);
    expect(told.filter(({ status }) => status >= 400)).toEqual([]);
  };

  it('of a version that is as good reaches the last step, is promoted, and can be taken back; nobody notices', async () => {
    const { traffic } = await underLoad(async () => {
      const { exitCode, events } = await release('canary --steps 30,60');
      expect(events[0]).toMatchObject({ event: 'end', outcome: 'done' });
      expect(exitCode).toBe(0);
      expect(await routing()).toEqual({ live: 'blue', share: 60 });
      // What Prometheus says of a window goes a little beyond it: the canary had somewhat fewer than 40 in each step.
      expect(await gateway.answered('canary/canary-1', '2xx')).toBeGreaterThan(40);
      for (const twice of [1, 2]) {
        // It asks once, about three seconds: on a busy machine that is little, and may be too little to tell: it is given again.
        const ended = await eventually(
          () => release('promote green --min-requests 10'),
          ({ exitCode }) => exitCode === 0,
        );
        expect({ twice, ...ended }).toMatchObject({ exitCode: 0 });
        expect(await routing()).toEqual({ live: 'green', share: 0 });
      }
      expect(await release('switch blue')).toMatchObject({ exitCode: 0 });
      expect(await routing()).toEqual({ live: 'blue', share: 0 });
    });
    nothingLost(traffic);
  });

  it('of a version that fails is rolled back by itself', async () => {
    front.failing = 4;
    const { done } = await underLoad(() => release('canary --steps 30,60'));
    expect(done).toMatchObject({ exitCode: 3 });
    expect(done.events[0]?.['reason']).toMatch(/fails \d+ of \d+/);
    expect(done.events.find(({ event }) => event === 'set')).toMatchObject({ share: 0 });
    expect(await routing()).toEqual({ live: 'blue', share: 0 });
  });

  it('of a version that is slow is rolled back by itself', async () => {
    // Readiness is one round trip, which may take two seconds.
    toDatabase.delay(700);
    // Who waits for a slow canary asks little: only many at once are told from chance, and none of them may be served out of memory.
    const { done } = await underLoad(() => release('canary --steps 50 --slow 500ms'), new Traffic({ orders }, 20));
    expect(done).toMatchObject({ exitCode: 3 });
    expect(done.events[0]?.['reason']).toMatch(/is slow \d+ of \d+/);
    expect(await routing()).toEqual({ live: 'blue', share: 0 });
  });

  it('whose canary dies is rolled back, though its shoppers are served and notice nothing', async () => {
    expect(await release('share 30')).toMatchObject({ exitCode: 0 });
    const before = await gateway.answered('canary/stable');
    // An answer that is cut off in the middle is one that nobody can mend: it dies between two.
    await front.close();
    const { done, traffic } = await underLoad(async () => {
      await until(async () => (await gateway.answered('canary/stable')) > before + 20);
      return release('canary --steps 30,60');
    });
    expect(done).toMatchObject({ exitCode: 3 });
    expect(done.events[0]?.['reason']).toMatch(/no server of the canary is up|fails/);
    expect(await routing()).toEqual({ live: 'blue', share: 0 });
    nothingLost(traffic);
  });

  it('that nobody can tell about is neither promoted nor rolled back: it waits with the share it has', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const impatient = '--every 500ms --observe 1s --patience 1s --steps 5';
    expect(await release('promote green')).toMatchObject({ exitCode: 5 });
    for (const [words, exitCode, reason] of [
      [`canary ${impatient} --prometheus ${monitoring.url}`, 4, /too few requests|not have all figures/],
      [`canary ${impatient} --prometheus ${nobody}`, 4, /ECONNREFUSED/],
      [`canary ${impatient} --gateway /nowhere`, 4, /ENOENT/],
      [`promote green --prometheus ${nobody}`, 4, /ECONNREFUSED/],
      ['rollback --gateway /nowhere', 1, /ENOENT/],
      ['share 7 --state /nowhere/release.map', 1, /ENOENT/],
    ] as const) {
      const { events, ...ended } = await gateway.release(words);
      expect({ words, ...ended, reason: events[0]?.['reason'] }).toEqual({
        words,
        exitCode,
        reason: expect.stringMatching(reason),
      });
      expect(await routing()).toEqual({ live: 'blue', share: 5 });
    }
  });

  it('that was interrupted goes on where it was, and stops for whoever takes the canary out', async () => {
    await underLoad(async () => {
      const interrupted = release('canary --steps 30,60', (child) => child.kill('SIGTERM'));
      expect(await interrupted).toMatchObject({ exitCode: 4 });
      expect(await routing()).toEqual({ live: 'blue', share: 30 });
      let rolledBack: Promise<Released> | undefined;
      const again = release('canary --steps 10,30,60 --observe 90s', () => {
        rolledBack = release('rollback');
      });
      const { exitCode, events } = await again;
      expect(await rolledBack).toMatchObject({ exitCode: 0 });
      expect(exitCode).toBe(4);
      expect(events.filter(({ event }) => event === 'set').map(({ share }) => share)).toEqual([30]);
      expect(await routing()).toEqual({ live: 'blue', share: 0 });
    });
  });

  it('has figures of the gateway for the dashboard and the run book', async () => {
    const ofGateways = shownQueries.filter(([, promql]) => promql.includes('job="gateway"'));
    expect(ofGateways.length).toBeGreaterThan(8);
    const withoutFigures = async () => {
      const empty: string[] = [];
      for (const [, promql] of ofGateways)
        if ((await monitoring.query(promql.replaceAll('$__rate_interval', '1m'))).length === 0) empty.push(promql);
      return empty;
    };
    await underLoad(() => eventually(withoutFigures, (empty) => empty.length === 0));
  });

  it('that switches back and forth under load loses no order, and places none twice', async () => {
    const { skuId } = await shop.product(100_000);
    const items = [{ skuId, quantity: 1 }];
    const order = () => next().call<Order>('POST', '/orders', { body: { items }, key: randomUUID() });
    const traffic = new Traffic({ order, orders: () => next().get('/orders') }, 4);
    const told = () => traffic.told.length;
    try {
      for (const slot of ['green', 'blue', 'green', 'blue']) {
        const before = told();
        await until(() => told() > before + 40);
        expect({ slot, ...(await release(`switch ${slot}`)) }).toMatchObject({ exitCode: 0 });
        expect(await routing()).toEqual({ live: slot, share: 0 });
      }
    } finally {
      await traffic.stop();
    }
    nothingLost(traffic);
    const placed = traffic.told.filter(({ what }) => what === 'order').map(({ data }) => (data as Order).id);
    expect(new Set(placed).size).toBe(placed.length);
    const rows = await databaseRows(shop.databaseUrl, `SELECT id FROM orders`);
    expect(rows).toHaveLength(placed.length);
    await assertInvariants(shop.databaseUrl, { answered: { orders: placed } });
  });
});

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { assertInvariants } from '../support/invariants.js';
import { scaled } from '../support/scale.js';
import { MYSQL, Shop } from '../support/shop.js';
import { REAL_PATIENCE } from '../support/shop-process.js';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { eventually, until } from '../support/until.js';
import type { Order } from '../support/views.js';
import { mariadbIsInstalled, PrivateMariadb } from './support/private-mariadb.js';

import { Traffic } from './support/traffic.js';

/** How long the database is gone; where it is silent, longer than two deadlines. */
const GONE_MS = scaled({ short: 2_000, long: 30_000 });
const SILENT_MS = scaled({ short: 7_000, long: 30_000 });
const REFUSED_IN_MS = 3_000;
const BACK_IN_MS = 5_000;
/** What a machine that has other things to do may need on top, at its worst moment; whoever waits for ever takes longer still. */
const SLACK_MS = 10_000;
/** The same for half of all: if they waited for two deadlines, they would take longer. */
const USUAL_SLACK_MS = 2_500;
const ROUNDS = scaled({ short: 1, long: 5 });

jest.setTimeout(scaled({ short: 120_000, long: 900_000 }));

(mariadbIsInstalled && MYSQL.isThere ? describe : describe.skip)('a database that goes away under load', () => {
  let mariadb: PrivateMariadb;
  let way: TcpProxy;
  let shop: Shop;
  let traffic: Traffic;
  beforeAll(async () => {
    mariadb = await PrivateMariadb.start();
    const url = new URL(mariadb.url);
    way = await openTcpProxy(url.hostname, mariadb.port);
    url.port = `${way.port}`;
    const own = { DATABASE_URL: url.href, ORDER_UNPAID_MAX_PER_SHOPPER: '0', LOG_LEVEL: 'silent' };
    const environment = { ...REAL_PATIENCE, ...own };
    shop = await Shop.open({ stack: MYSQL, environment });
  });
  afterEach(() => traffic?.stop());
  afterAll(async () => {
    way?.admit();
    way?.thaw();
    mariadb?.proceed();
    await shop?.close();
    await way?.close();
    await mariadb?.remove();
  });

  const outages: Record<string, { lasts: number; begin(): unknown; end(): unknown }> = {
    'is killed and comes back': { lasts: GONE_MS, begin: () => mariadb.kill(), end: () => mariadb.restart() },
    'is cut off': { lasts: GONE_MS, begin: () => way.refuse(), end: () => way.admit() },
    'is stopped and goes on': { lasts: SILENT_MS, begin: () => mariadb.stop(), end: () => mariadb.proceed() },
    'is behind a black hole': { lasts: SILENT_MS, begin: () => way.freeze(), end: () => way.thaw() },
  };

  const startTraffic = async () => {
    const { skuId, id } = await shop.product(1_000_000);
    const shopper = await shop.shopper('oUnderLoad');
    const first = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    return new Traffic({
      place: () => shopper.post('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID()),
      read: () => shopper.get(`/orders/${first.data.id}`),
      browse: () => shop.api.get(`/products/${id}`),
      pay: () => shopper.post(`/orders/${first.data.id}/payment`),
      'log in': () => shop.api.post('/auth/wechat/login', { code: shop.wechat.login({ openid: 'oComing' }).code }),
    });
  };

  for (const [name, { lasts, begin, end }] of Object.entries(outages)) {
    it(`[F05, I3] that ${name} costs refusals within 3 s, nothing that was answered, and no restart`, async () => {
      traffic = await startTraffic();
      await until(() => traffic.succeedsSince(0));
      for (let round = 0; round < ROUNDS; round++) {
        const goneAt = performance.now();
        await begin();
        await pause(lasts);
        await end();
        const backAt = performance.now();
        await eventually(
          () => traffic.told.slice(-5),
          () => traffic.succeedsSince(backAt),
        );
        expect(performance.now() - backAt).toBeLessThan(BACK_IN_MS + SLACK_MS);
        const during = traffic.told.filter(({ answeredAt }) => answeredAt > goneAt && answeredAt < backAt);
        expect(during.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
      }
      await traffic.stop();
      const { told, unanswered } = traffic;
      expect(unanswered).toEqual([]);
      expect(told.filter(({ status }) => status >= 300 && status !== 503)).toEqual([]);
      expect(told.filter(({ status, retryAfter }) => status === 503 && !retryAfter)).toEqual([]);
      const refused = told.flatMap(({ status, took }) => (status === 503 ? [took] : [])).sort((a, b) => a - b);
      expect(refused[Math.floor(refused.length / 2)]).toBeLessThan(REFUSED_IN_MS + USUAL_SLACK_MS);
      expect(refused.at(-1)).toBeLessThan(REFUSED_IN_MS + SLACK_MS);
      await eventuallyDelivered();
      const orders = told.filter(({ what, status }) => what === 'place' && status === 201);
      const answered = { orders: orders.map(({ data }) => (data as Order).id) };
      await assertInvariants(mariadb.url, { answered });
    });
  }

  /** Nothing waits in the outbox, as staff see it. */
  const eventuallyDelivered = async () => {
    const owner = await shop.owner();
    await until(async () => {
      const { data } = await owner.get<{ items: unknown[] }>('/admin/events?status=pending');
      return data.items.length === 0;
    });
  };
});

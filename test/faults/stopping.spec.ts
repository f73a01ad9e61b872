import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseRows } from '../support/database-rows.js';
import { assertInvariants } from '../support/invariants.js';
import { replay, scaled, seed } from '../support/scale.js';
import { MYSQL, Shop } from '../support/shop.js';
import { until } from '../support/until.js';
import type { Order } from '../support/views.js';
import { randomFrom } from './support/random.js';
import { settled } from './support/settled.js';
import { Traffic } from './support/traffic.js';

const TIMES = scaled({ short: 2, long: 20 });
const GONE_IN_MS = 10_000;
/** What a machine that has other things to do may need on top; one that waits for the slow client stays for longer. */
const SLACK_MS = 10_000;
const LONGEST_LIFE_MS = 1_000;
const HALF_A_REQUEST = 'POST /api/v1/orders HTTP/1.1\r\nHost: shop\r\nContent-Length: 99\r\n\r\n{';
/** What a client may see of a server that is going: the request was not accepted. */
const NOT_ACCEPTED = /ECONNREFUSED|ECONNRESET|other side closed/;

jest.setTimeout(scaled({ short: 300_000, long: 1_800_000 }));

(MYSQL.isThere ? describe : describe.skip)('[F22, I3] a process that is told to stop under load', () => {
  const chance = randomFrom(seed);
  let shop: Shop;
  beforeAll(async () => {
    const environment = { LOG_LEVEL: 'silent', ORDER_UNPAID_MAX_PER_SHOPPER: '0', JWT_ACCESS_TTL: '1d' };
    shop = await Shop.open({ stack: MYSQL, processes: 1, environment });
  });
  afterAll(() => shop?.close());

  it(`drops nothing that it accepted and is gone in 10 s, ${TIMES} times, with a slow client attached (${replay})`, async () => {
    const { skuId, id } = await shop.product(1_000_000);
    const shopper = await shop.shopper('oUnderLoad');
    const place = () => shopper.post('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    const [orders, unanswered]: [string[], string[]] = [[], []];
    for (let time = 0; time < TIMES; time++) {
      const server = shop.server(0);
      const traffic = new Traffic({ place, browse: () => shop.api.get(`/products/${id}`) }, 4);
      await until(() => traffic.succeedsSince(0));
      const slow = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined);
      await once(slow, 'connect');
      slow.write(HALF_A_REQUEST);
      await pause(chance() * LONGEST_LIFE_MS);

      const toldAt = performance.now();
      expect(await server.terminate()).toMatchObject({ code: 0, stderr: [] });
      expect(performance.now() - toldAt).toBeLessThan(GONE_IN_MS + SLACK_MS);
      await traffic.stop();
      slow.destroy();
      expect(traffic.told.filter(({ status }) => status >= 300 && status !== 503)).toEqual([]);
      unanswered.push(...traffic.unanswered);
      const placed = traffic.told.filter(({ what, status }) => what === 'place' && status === 201);
      orders.push(...placed.map(({ data }) => (data as Order).id));
      await shop.replace(0);
    }
    expect(unanswered.filter((why) => !NOT_ACCEPTED.test(why))).toEqual([]);
    await settled(shop);
    await assertInvariants(shop.databaseUrl, { wechat: shop.wechat.state(), answered: { orders } });
    expect(await placedAtAll()).toBe(orders.length);
  });

  /** One that is there and was not answered was accepted and dropped. */
  const placedAtAll = async () => (await databaseRows(shop.databaseUrl, 'SELECT id FROM orders')).length;
});

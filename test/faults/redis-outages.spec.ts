import { randomUUID } from 'node:crypto';
import { PrivateRedis, redisServerIsInstalled } from '../../libs/platform/src/cache/testing/private-redis.js';
import { createMysqlDatabase } from '../support/databases.js';
import { assertInvariants } from '../support/invariants.js';
import { MYSQL, Shop } from '../support/shop.js';
import { REAL_PATIENCE } from '../support/shop-process.js';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { eventually, until } from '../support/until.js';
import type { Grant, Login, Order } from '../support/views.js';
import { settled } from './support/settled.js';

const SLOW_MS = 2_000;

/** What holds for sessions alone stands in test/e2e/session-faults.spec.ts. */
(MYSQL.isThere && redisServerIsInstalled ? describe : describe.skip)('[F06, P02] a shop whose Redis goes wrong', () => {
  let redis: PrivateRedis;
  let toRedis: TcpProxy;
  let toDatabase: TcpProxy;
  let shop: Shop;
  let goods: { id: string; skuId: string };
  let drop: () => Promise<void>;
  beforeAll(async () => {
    redis = await PrivateRedis.start();
    const made = await createMysqlDatabase();
    drop = made.drop;
    const [url, redisUrl] = [new URL(made.url), new URL(redis.url)];
    [toDatabase, toRedis] = await Promise.all([
      openTcpProxy(url.hostname, Number(url.port || 3306)),
      openTcpProxy('127.0.0.1', redis.port),
    ]);
    [url.hostname, url.port, redisUrl.port] = ['127.0.0.1', `${toDatabase.port}`, `${toRedis.port}`];
    const stores = { DATABASE_URL: url.href, REDIS_URL: redisUrl.href };
    const environment = { ...REAL_PATIENCE, ...stores, LOG_LEVEL: 'silent' };
    shop = await Shop.open({ stack: MYSQL, environment });
    goods = await shop.product(1_000);
  });
  afterAll(async () => {
    toDatabase?.thaw();
    await shop?.close();
    await Promise.all([toDatabase?.close(), toRedis?.close(), redis?.remove()]);
    await drop?.();
  });

  const me = async (process: number, token: string) => {
    const { status, code } = await shop.process(process).as({ token }).get('/users/me');
    return status === 200 ? 200 : code;
  };

  /** All that a shopper does, each step answered with success by either process. */
  const aDay = async (openid: string) => {
    expect((await shop.api.get(`/products/${goods.id}`)).status).toBe(200);
    const login = await shop.logIn(openid);
    const refreshed = await shop.api.post<Grant>('/auth/token/refresh', { refreshToken: login.refreshToken });
    expect(refreshed.status).toBe(200);
    const { accessToken } = refreshed.data;
    const shopper = shop.api.as({ token: accessToken });
    const items = [{ skuId: goods.skuId, quantity: 1 }];
    const placed = await shopper.post<Order>('/orders', { items }, randomUUID());
    expect(placed.status).toBe(201);
    const { outTradeNo } = await shop.pay(shopper, placed.data.id);
    await eventually(
      () => shopper.get<Order>(`/orders/${placed.data.id}`),
      ({ data }) => data.status === 'PAID',
    );
    const told = () => shop.wechat.state().notifications.filter((one) => one.outTradeNo === outTradeNo);
    await until(() => told().every(({ status }) => status === 'delivered'));
    expect(told().flatMap(({ attempts }) => attempts.map(({ status }) => status))).toEqual([200]);
    await revoked({ ...login, accessToken });
    return placed.data.id;
  };

  /** Signed out on one process, refused on both; never let in again. */
  const revoked = async ({ accessToken }: Login) => {
    for (const process of [0, 1]) expect(await me(process, accessToken)).toBe(200);
    const out = await shop.process(0).as({ token: accessToken }).post('/auth/logout');
    expect(out.status).toBe(200);
    expect(await me(0, accessToken)).toBe(1103);
    expect(
      await eventually(
        () => me(1, accessToken),
        (code) => code !== 200,
      ),
    ).toBe(1103);
    for (const process of [0, 1]) expect(await me(process, accessToken)).toBe(1103);
  };

  const troubles: Record<string, { begin(): unknown; end(): unknown }> = {
    'is down': { begin: () => redis.kill(), end: () => redis.restart() },
    'is empty after a restart': { begin: () => redis.kill().then(() => redis.restart()), end: () => undefined },
    [`answers ${SLOW_MS / 1_000} s late`]: { begin: () => toRedis.delay(SLOW_MS), end: () => toRedis.delay(0) },
    'is a black hole': { begin: () => toRedis.freeze(), end: () => toRedis.thaw() },
  };
  for (const [number, [name, { begin, end }]] of Object.entries(troubles).entries()) {
    it(`that ${name} sells, takes money, and signs people in and out for good`, async () => {
      const before = await shop.logIn(`oBefore${number}`);
      await begin();
      const orders = [await aDay(`oDuring${number}`)];
      await revoked(before);
      await end();
      orders.push(await aDay(`oAfter${number}`));
      for (const process of [0, 1]) expect(await me(process, before.accessToken)).toBe(1103);
      await settled(shop);
      await assertInvariants(shop.databaseUrl, { wechat: shop.wechat.state(), answered: { orders } });
    });
  }

  it('and whose database is gone as well lets nobody in, known or revoked, and comes back by itself', async () => {
    const [known, ended] = [await shop.logIn('oKnown'), await shop.logIn('oEnded')];
    const owner = await shop.owner();
    await revoked(ended);
    await redis.kill();
    toDatabase.freeze();
    await eventually(
      () => me(0, known.accessToken),
      (code) => code !== 200,
    );
    const codes = await Promise.all(
      [0, 1].flatMap((process) => [me(process, known.accessToken), me(process, ended.accessToken)]),
    );
    expect(codes.filter((code) => code !== 503 && code !== 1103)).toEqual([]);
    const { code } = shop.wechat.login({ openid: 'oComing' });
    const closed = await Promise.all([
      shop.api.post('/auth/wechat/login', { code }),
      shop.api.post('/auth/token/refresh', { refreshToken: known.refreshToken }),
      owner.get('/admin/orders'),
    ]);
    expect(closed.map(({ status, headers }) => [status, headers.has('retry-after')])).toEqual(
      closed.map(() => [503, true]),
    );
    toDatabase.thaw();
    await redis.restart();
    for (const process of [0, 1]) {
      await eventually(
        () => me(process, known.accessToken),
        (now) => now === 200,
      );
      expect(await me(process, ended.accessToken)).toBe(1103);
    }
  });
});

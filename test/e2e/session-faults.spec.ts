import { PrivateRedis } from '../../libs/platform/src/cache/testing/private-redis.js';
import { createMysqlDatabase } from '../support/databases.js';
import { REAL_PATIENCE, OWNER } from '../support/shop-process.js';
import { MYSQL, Shop } from '../support/shop.js';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { eventually, until } from '../support/until.js';
import type { Login } from '../support/views.js';

(MYSQL.isThere ? describe : describe.skip)('sessions on MySQL and a Redis that fails, two processes', () => {
  let redis: PrivateRedis;
  let way: TcpProxy;
  let shop: Shop;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    redis = await PrivateRedis.start();
    const made = await createMysqlDatabase();
    drop = made.drop;
    const url = new URL(made.url);
    way = await openTcpProxy(url.hostname, Number(url.port || 3306));
    [url.hostname, url.port] = ['127.0.0.1', `${way.port}`];
    const environment = { ...REAL_PATIENCE, REDIS_URL: redis.url, DATABASE_URL: url.href };
    shop = await Shop.open({ stack: MYSQL, environment });
  });
  afterAll(async () => {
    way?.thaw();
    await shop?.close();
    await way?.close();
    await drop?.();
    await redis?.remove();
  });
  beforeEach(async () => {
    await redis.kill();
    await redis.restart();
    await redisIs('up');
  });

  const redisIs = (status: 'up' | 'degraded') =>
    until(async () => {
      const healths = await Promise.all(shop.urls.map(async (url) => (await fetch(`${url}/health`)).json()));
      return healths.every((health) => (health as Health).details.redis.status === status);
    });
  const me = async (process: number, token: string) => {
    const { status, code } = await shop.process(process).as({ token }).get('/users/me');
    return status === 200 ? 200 : code;
  };
  /** Signed in, and known to both processes without a look at the database. */
  const signedIn = async (openid: string) => {
    const login = await shop.logIn(openid);
    for (const process of [0, 1]) expect(await me(process, login.accessToken)).toBe(200);
    return login;
  };
  const logOut = (process: number, { accessToken: token }: Login) =>
    shop.process(process).as({ token }).post('/auth/logout');
  const refusedOn = (process: number, { accessToken }: Login) =>
    eventually(
      () => me(process, accessToken),
      (code) => code !== 200,
    );

  it('[F12, P01] end on both processes when they are ended on one', async () => {
    const login = await signedIn('oUp');
    await logOut(0, login);
    expect(await me(0, login.accessToken)).toBe(1103);
    expect(await refusedOn(1, login)).toBe(1103);
  });

  it('[P03] are copied to Redis without the account in the clear key, the token, or anything that opens them', async () => {
    const login = await signedIn('oCopied');
    const [first = ''] = (await redis.command('KEYS', 'auth:*')) as string[];
    const json = String(await redis.command('GET', first));
    expect(JSON.parse(json)).toMatchObject({ value: { id: login.user.id, kind: 'shopper' } });
    for (const secret of [login.accessToken, ...login.refreshToken.split('.').slice(1)]) {
      expect(first + json).not.toContain(secret);
    }
  });

  it('[F06, F12] go on, begin and end without Redis', async () => {
    const [kept, ended] = [await signedIn('oKept'), await signedIn('oEnded')];
    await redis.kill();
    await redisIs('degraded');
    expect(await me(0, kept.accessToken)).toBe(200);
    await logOut(0, ended);
    expect(await refusedOn(1, ended)).toBe(1103);
    const begun = await signedIn('oBegun');
    const { refreshToken } = begun;
    expect((await shop.process(1).post('/auth/token/refresh', { refreshToken })).status).toBe(200);
    expect((await shop.process(0).post('/auth/token/refresh', { refreshToken })).code).toBe(1105);
    expect(await refusedOn(1, begun)).toBe(1103);
  });

  it('[F06, F12] go on and end while Redis is frozen', async () => {
    const [kept, ended] = [await signedIn('oKeptFrozen'), await signedIn('oEndedFrozen')];
    redis.freeze();
    await redisIs('degraded');
    expect(await me(1, kept.accessToken)).toBe(200);
    await logOut(1, ended);
    expect(await refusedOn(0, ended)).toBe(1103);
    redis.thaw();
    await redisIs('up');
    for (const process of [0, 1]) expect(await me(process, ended.accessToken)).toBe(1103);
  });

  it('[F06] neither end nor come back when Redis is emptied', async () => {
    const [kept, ended] = [await signedIn('oKeptEmptied'), await signedIn('oEndedEmptied')];
    await logOut(0, ended);
    await redis.command('FLUSHALL');
    for (const process of [0, 1]) expect(await me(process, kept.accessToken)).toBe(200);
    expect(await refusedOn(1, ended)).toBe(1103);
  });

  it('[P02] do not come back when Redis brings old copies back', async () => {
    const ended = await signedIn('oBroughtBack');
    const keys = (await redis.command('KEYS', 'auth:*')) as string[];
    const old = await Promise.all(keys.map(async (key) => [key, String(await redis.command('GET', key))] as const));
    await logOut(0, ended);
    expect(await refusedOn(1, ended)).toBe(1103);
    for (const [key, json] of old) await redis.command('SET', key, json);
    for (const process of [0, 1]) expect(await me(process, ended.accessToken)).toBe(1103);
  });

  it('[P03] of staff lie in Redis as sess:, without a password’s hash, and end on both processes', async () => {
    const { headers } = await shop.process(0).post('/auth/staff/login', OWNER);
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const whoAmI = async (process: number) => (await shop.process(process).as({ cookie }).get('/auth/staff/me')).status;
    expect([await whoAmI(0), await whoAmI(1)]).toEqual([200, 200]);
    const [key = ''] = (await redis.command('KEYS', 'sess:*')) as string[];
    const json = String(await redis.command('GET', key));
    expect(json).toContain('owner');
    expect(key + json).not.toMatch(/scrypt|passwordHash/);
    expect(key + json).not.toContain(cookie.split('=')[1]);
    await shop.process(0).as({ cookie }).post('/auth/staff/logout');
    expect(
      await eventually(
        () => whoAmI(1),
        (status) => status !== 200,
      ),
    ).toBe(401);
  });

  it('[P02] are not believed by a process that has not heard from the database for a second, and open nothing', async () => {
    const login = await signedIn('oNoDatabase');
    way.freeze();
    expect(
      await eventually(
        () => me(0, login.accessToken),
        (code) => code !== 200,
      ),
    ).toBe(503);
    way.thaw();
    expect(
      await eventually(
        () => me(0, login.accessToken),
        (code) => code === 200,
      ),
    ).toBe(200);
  });
});

interface Health {
  readonly details: { readonly redis: { readonly status: string } };
}

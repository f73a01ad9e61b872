import type { Answer, Api } from '../support/api.js';
import { onEachStack, Shop } from '../support/shop.js';
import { OWNER } from '../support/shop-process.js';
import { eventually } from '../support/until.js';
import type { Login } from '../support/views.js';

const said = ({ status, code }: Answer<unknown>) => [status, code];
const remaining = ({ headers }: Answer<unknown>) => Number(headers.get('ratelimit-remaining'));

onEachStack((stack) => {
  let shop: Shop;
  beforeAll(async () => {
    const limits = { RATE_LIMIT_PER_MINUTE: '40', RATE_LIMIT_LOGIN_PER_MINUTE: '6' };
    shop = await Shop.open({ stack, environment: { ...limits, TRUST_PROXY: '127.0.0.1' } });
  });
  afterAll(() => shop?.close());

  /** Each test is a client at an address of its own. */
  const at = (ip: string, client: Api = shop.api) => ({
    call: <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      client.call<T>(method, path, { body, headers: { 'x-forwarded-for': ip, ...headers } }),
  });
  const logIn = (openid: string, ip: string) =>
    at(ip).call<Login>('POST', '/auth/wechat/login', { code: shop.wechat.login({ openid }).code });

  it('[P42] counts what a client sends to whichever process, tells what is left, and says 429 beyond it', async () => {
    const client = at('203.0.113.1');
    const first = await client.call('GET', '/categories');
    expect([first.status, remaining(first)]).toEqual([200, 39]);
    expect(first.headers.get('ratelimit-limit')).toBe('40');
    expect(first.headers.get('ratelimit-policy')).toBe('40;w=60');
    for (let left = 38; left >= 0; left -= 1) expect(remaining(await client.call('GET', '/categories'))).toBe(left);
    const refused = await client.call('GET', '/categories');
    expect(said(refused)).toEqual([429, 429]);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.headers.get('ratelimit-reset')).toBe(refused.headers.get('retry-after'));
    expect((await at('203.0.113.2').call('GET', '/categories')).status).toBe(200);
  });

  it('counts what is answered early with the rest, and refuses it as well', async () => {
    const client = at('203.0.113.4');
    for (let left = 39; left >= 0; left -= 1)
      expect(remaining(await client.call('GET', left % 2 ? '/products?limit=1' : '/categories'))).toBe(left);
    const [early, other] = [await client.call('GET', '/products?limit=1'), await client.call('GET', '/categories')];
    expect([said(early), early.said]).toEqual([[429, 429], other.said]);
    expect(early.headers.get('retry-after')).toBe(early.headers.get('ratelimit-reset'));
    expect((await at('203.0.113.5').call('GET', '/products?limit=1')).status).toBe(200);
  });

  it('counts a shopper wherever they are, and strangers at their address apart from them', async () => {
    const token = (await logIn('oWanders', '203.0.113.10')).data.accessToken;
    const wanderer = shop.api.as({ token });
    for (let left = 39; left >= 20; left -= 1)
      expect(remaining(await at(`203.0.113.${60 + left}`, wanderer).call('GET', '/users/me'))).toBe(left);
    const forged = shop.api.as({ token: 'e30.e30.e30' });
    for (let asked = 0; asked < 60; asked += 1) await at('203.0.113.11', forged).call('GET', '/users/me');
    expect((await at('203.0.113.11', forged).call('GET', '/users/me')).status).toBe(429);
    expect(remaining(await at('203.0.113.11', wanderer).call('GET', '/users/me'))).toBe(19);
  });

  it('limits logins by address, and by the account WeChat names', async () => {
    const times = async (count: number, login: (turn: number) => Promise<Answer<Login>>) => {
      const seen: number[] = [];
      for (let turn = 0; turn < count; turn += 1) seen.push((await login(turn)).status);
      return seen;
    };
    const oks = new Array<number>(6).fill(200);
    expect(await times(7, (turn) => logIn(`oCrowd${turn}`, '203.0.113.20'))).toEqual([...oks, 429]);
    expect(await times(7, (turn) => logIn('oAgain', `203.0.113.${30 + turn}`))).toEqual([...oks, 429]);
    expect((await logIn('oAgain', '203.0.113.40')).headers.get('ratelimit-remaining')).toBe('0');
    expect((await logIn('oOther', '203.0.113.40')).status).toBe(200);
  });

  it('limits refreshing by session, and a refusal does not spend the token', async () => {
    let refreshToken = (await logIn('oRefreshes', '203.0.113.50')).data.refreshToken;
    const refresh = (turn: number) =>
      at(`203.0.114.${turn}`).call<Login>('POST', '/auth/token/refresh', { refreshToken });
    for (let turn = 0; turn < 6; turn += 1) {
      const { status, data } = await refresh(turn);
      expect(status).toBe(200);
      refreshToken = data.refreshToken;
    }
    expect((await refresh(6)).status).toBe(429);
    expect((await refresh(7)).code).toBe(429);
  });

  it('limits binding a phone number by shopper', async () => {
    const shopper = shop.api.as({ token: (await logIn('oCalls', '203.0.113.51')).data.accessToken });
    const bind = (turn: number) => at(`203.0.115.${turn}`, shopper).call('POST', '/users/me/phone', { code: 'none' });
    for (let turn = 0; turn < 6; turn += 1) expect((await bind(turn)).status).toBe(422);
    expect((await bind(6)).status).toBe(429);
  });

  it('[P42] never limits probes and the callbacks of WeChat', async () => {
    const { urls } = shop;
    for (let turn = 0; turn < 100; turn += 1) {
      const url = urls[turn % urls.length] ?? '';
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      const callback = await fetch(`${url}/api/v1/payments/wechat/notifications`, { method: 'POST' });
      expect(callback.status).not.toBe(429);
      expect(callback.headers.get('ratelimit-limit')).toBeNull();
      await callback.text();
    }
  });

  it('[P07] refuses to sign staff in, or to change anything in their name, from pages of other sites', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const signIn = (headers: Record<string, string>) =>
      at('203.0.113.52').call('POST', '/auth/staff/login', OWNER, headers);
    const refused = await signIn(foreign);
    expect(said(refused)).toEqual([403, 403]);
    expect(refused.headers.getSetCookie()).toEqual([]);
    const { headers } = await signIn({ 'sec-fetch-site': 'same-origin' });
    const owner = at('203.0.113.52', shop.api.as({ cookie: headers.getSetCookie()[0]?.split(';')[0] }));
    expect(said(await owner.call('POST', '/admin/categories', { name: '茶' }, foreign))).toEqual([403, 403]);
    expect((await owner.call('POST', '/admin/categories', { name: '茶' })).status).toBe(201);
    expect((await owner.call('GET', '/auth/staff/me', undefined, foreign)).status).toBe(200);
  });
});

onEachStack((stack) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ stack, environment: { TRUST_PROXY: '127.0.0.1' } });
  });
  afterAll(() => shop?.close());

  const signIn = (ip: string, credentials: object, cookie?: string) =>
    shop.api.call('POST', '/auth/staff/login', {
      body: credentials,
      headers: { 'x-forwarded-for': ip, ...(cookie !== undefined && { cookie }) },
    });
  const wrong = { ...OWNER, password: 'wrong' };

  it('[P06] locks guessers out in all processes, real name or not, and nobody else', async () => {
    const device = (await signIn('198.51.100.1', OWNER)).headers.getSetCookie()[1]?.split(';')[0];
    expect(device).toMatch(/^jishi_device_/);
    const guess = (username: string) => signIn('198.51.100.66', { username, password: 'guess' });
    for (let turn = 0; turn < 5; turn += 1) {
      expect(said(await guess('owner'))).toEqual([401, 1106]);
      expect(said(await guess('nobody'))).toEqual([401, 1106]);
    }
    for (let turn = 0; turn < 2; turn += 1) {
      const [real, invented] = [await guess('owner'), await guess('nobody')];
      expect(said(real)).toEqual([429, 429]);
      expect(real.said).toEqual(invented.said);
      expect(Number(real.headers.get('retry-after'))).toBeGreaterThan(800);
      expect(Number(invented.headers.get('retry-after'))).toBeGreaterThan(800);
    }
    expect((await signIn('198.51.100.66', OWNER)).status).toBe(429);
    expect((await signIn('198.51.100.66', OWNER, device)).status).toBe(200);
    const { headers, status } = await signIn('198.51.100.2', OWNER);
    expect(status).toBe(200);

    const owner = shop.api.as({ cookie: headers.getSetCookie()[0]?.split(';')[0] });
    const log = await eventually(
      () =>
        owner.get<{ items: { subject: string | null; facts: object }[] }>(
          '/admin/audit-log?type=auth.staff-login-locked',
        ),
      ({ data }) => data.items.length === 2,
    );
    expect(log.data.items.map(({ facts }) => facts)).toEqual(
      expect.arrayContaining([
        { scope: 'address', failures: 5, username: 'owner' },
        { scope: 'address', failures: 5 },
      ]),
    );
  });

  it('lets a device of theirs guess ten times before it is like any other', async () => {
    const device = (await signIn('198.51.100.3', OWNER)).headers.getSetCookie()[1]?.split(';')[0];
    const statuses: number[] = [];
    for (let turn = 0; turn < 16; turn += 1) statuses.push((await signIn('198.51.100.4', wrong, device)).status);
    expect(statuses).toEqual([...new Array<number>(15).fill(401), 429]);
  });

  it('[P06] counts a wrong old password at a change: beyond a device’s ten and an address’s five the right one is refused, and signing in there', async () => {
    const { headers } = await signIn('198.51.100.5', OWNER);
    const session = shop.api.as({ cookie: headers.getSetCookie()[0]?.split(';')[0] });
    const change = (oldPassword: string) =>
      session.call('PUT', '/auth/staff/password', {
        body: { oldPassword, newPassword: 'of-somebody-who-has-the-cookie' },
        headers: { 'x-forwarded-for': '198.51.100.6' },
      });
    for (let turn = 0; turn < 15; turn += 1) expect(said(await change('guess'))).toEqual([401, 1106]);
    const refused = await change(OWNER.password);
    expect(said(refused)).toEqual([429, 429]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(said(await signIn('198.51.100.6', OWNER))).toEqual([429, 429]);
    // The right one was not even compared: it is the password still.
    expect((await signIn('198.51.100.7', OWNER)).status).toBe(200);

    const { data: log } = await session.get<{ items: { actor: string; subject: string; ip: string; facts: object }[] }>(
      '/admin/audit-log?type=auth.staff-password-change-failed&limit=100',
    );
    const { data: me } = await session.get<{ user: { id: string } }>('/auth/staff/me');
    const entry = { actor: me.user.id, subject: me.user.id, ip: '198.51.100.6', facts: { username: 'owner' } };
    expect(log.items).toEqual(new Array<unknown>(15).fill(expect.objectContaining(entry)));
  });
});

describe('without a trusted proxy', () => {
  it('counts a client for the address it has, whatever X-Forwarded-For says', async () => {
    const shop = await Shop.open({ environment: { RATE_LIMIT_PER_MINUTE: '2' } });
    const statuses: number[] = [];
    for (const ip of ['203.0.113.1', '203.0.113.2', '203.0.113.3'])
      statuses.push((await shop.api.call('GET', '/categories', { headers: { 'x-forwarded-for': ip } })).status);
    expect(statuses).toEqual([200, 200, 429]);
    await shop.close();
  });
});

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LightMyRequestResponse } from 'fastify';
import { openDummyShop } from '../../../../test/support/dummy-shop.js';

type Headers = Record<string, string>;

const anna = { authorization: 'Bearer anna' };
const ben = { authorization: 'Bearer ben' };
const staff = { cookie: 'staff=stock:read' };

const quotaOf = ({ headers }: LightMyRequestResponse) =>
  ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'ratelimit-policy', 'retry-after'].map(
    (name) => headers[name],
  );

describe('requests that are counted', () => {
  let app: NestFastifyApplication;
  const open = async (options: Parameters<typeof openDummyShop>[1]) => {
    app = await openDummyShop(undefined, options);
  };
  afterEach(() => app.close());

  const get = (path: string, headers: Headers = {}, remoteAddress = '192.0.2.1') =>
    app.inject({ method: 'GET', url: path.startsWith('/') ? path : `/api/v1/${path}`, headers, remoteAddress });
  const statuses = async (times: number, ask: () => Promise<LightMyRequestResponse>) => {
    const seen: number[] = [];
    for (let at = 0; at < times; at += 1) seen.push((await ask()).statusCode);
    return seen;
  };

  describe('up to 3 a minute', () => {
    beforeEach(() => open({ rateLimit: { perMinute: 3 } }));

    it('say what is left, and beyond the limit are refused with 429 and how long to wait', async () => {
      const allowed = await get('open/thing');
      expect(quotaOf(allowed)).toEqual(['3', '2', '60', '3;w=60', undefined]);
      await statuses(2, () => get('open/thing'));
      const refused = await get('open/thing', { 'accept-language': 'en' });
      expect(quotaOf(refused)).toEqual(['3', '0', refused.headers['retry-after'], '3;w=60', expect.any(String)]);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(refused.statusCode).toBe(429);
      expect(refused.json()).toEqual({
        code: 429,
        message: 'Too many requests, try again later',
        data: null,
        requestId: refused.headers['x-request-id'],
      });
    });

    it('of one user count together from any address, and apart from those of others at the same address', async () => {
      expect(await statuses(2, () => get('guarded/thing', anna))).toEqual([200, 200]);
      expect(await statuses(2, () => get('guarded/thing', anna, '192.0.2.2'))).toEqual([200, 429]);
      expect(await statuses(1, () => get('guarded/thing', ben))).toEqual([200]);
      expect(await statuses(1, () => get('admin/any', staff))).toEqual([200]);
      expect(await statuses(1, () => get('open/thing'))).toEqual([200]);
    });

    it('without a session count for their address, and take nothing from who is signed in there', async () => {
      const forged = { authorization: 'Bearer forged' };
      expect(await statuses(4, () => get('guarded/thing', forged))).toEqual([401, 401, 401, 429]);
      expect(await statuses(1, () => get('open/thing'))).toEqual([429]);
      expect(await statuses(1, () => get('open/thing', {}, '192.0.2.2'))).toEqual([200]);
      expect(await statuses(3, () => get('guarded/thing', anna))).toEqual([200, 200, 200]);
    });

    it('and are not allowed count for who sent them', async () => {
      expect(await statuses(4, () => get('admin/any', anna))).toEqual([403, 403, 403, 429]);
      expect(await statuses(1, () => get('open/thing'))).toEqual([200]);
    });

    it.each<[string, () => Promise<LightMyRequestResponse>, number]>([
      ['lead nowhere', () => get('nowhere'), 404],
      [
        'bring a body that is none',
        () =>
          app.inject({
            method: 'POST',
            url: '/api/v1/open/things',
            payload: 'x',
            headers: { 'content-type': 'a/b' },
            remoteAddress: '192.0.2.1',
          }),
        415,
      ],
      [
        'come from a page of another site',
        () =>
          app.inject({
            method: 'POST',
            url: '/api/v1/open/login',
            headers: { origin: 'https://evil.example' },
            remoteAddress: '192.0.2.1',
          }),
        403,
      ],
    ])('and %s count as well', async (_, ask, status) => {
      const first = await ask();
      expect([first.statusCode, first.headers['ratelimit-remaining']]).toEqual([status, '2']);
      expect(await statuses(3, ask)).toEqual([status, status, 429]);
      const refused = await ask();
      expect(refused.json()).toMatchObject({ code: 429, data: null, requestId: refused.headers['x-request-id'] });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(await statuses(1, () => get('open/thing'))).toEqual([429]);
    });

    it('and fail through no fault of the client count once, like any other', async () => {
      expect((await get('open/failures/unknown')).headers['ratelimit-remaining']).toBe('2');
      expect((await get('open/failures/database')).headers['ratelimit-remaining']).toBe('1');
    });

    it('are not those of callbacks and of pages outside the API', async () => {
      const callback = () => app.inject({ method: 'POST', url: '/api/v1/open/bare' });
      expect(await statuses(9, callback)).toEqual(new Array(9).fill(200));
      expect(await statuses(9, () => get('/nowhere'))).toEqual(new Array(9).fill(404));
      expect((await get('open/thing')).headers['ratelimit-remaining']).toBe('2');
    });

    it('from one IPv6 network count together', async () => {
      expect(await statuses(2, () => get('open/thing', {}, '2001:db8:0:1::1'))).toEqual([200, 200]);
      expect(await statuses(2, () => get('open/thing', {}, '2001:db8:0:1:ffff::9'))).toEqual([200, 429]);
      expect(await statuses(1, () => get('open/thing', {}, '2001:db8:0:2::1'))).toEqual([200]);
    });

    it('count for the address they come from, whatever they claim', async () => {
      const claiming = (at: number) => get('open/thing', { 'x-forwarded-for': `203.0.113.${at}` });
      let at = 0;
      expect(await statuses(4, () => claiming((at += 1)))).toEqual([200, 200, 200, 429]);
    });
  });

  it('behind a trusted proxy count for the address it names', async () => {
    await open({ rateLimit: { perMinute: 1 }, trustProxy: ['10.0.0.0/8'] });
    const by = (client: string, proxy = '10.0.0.1') => get('open/thing', { 'x-forwarded-for': client }, proxy);
    expect(await statuses(2, () => by('203.0.113.1'))).toEqual([200, 429]);
    expect(await statuses(1, () => by('203.0.113.2'))).toEqual([200]);
    expect(await statuses(1, () => by('198.51.100.1, 203.0.113.1'))).toEqual([429]);
    expect(await statuses(2, () => by('203.0.113.3', '192.0.2.1'))).toEqual([200, 429]);
    expect(await statuses(1, () => by('203.0.113.4', '192.0.2.1'))).toEqual([429]);
  });

  const logIn = (name: string, remoteAddress = '192.0.2.1') =>
    app.inject({ method: 'POST', url: '/api/v1/open/login', payload: { name }, remoteAddress });

  it('and sign somebody in have a limit of their own, by client and by whom they are for', async () => {
    await open({ rateLimit: { loginPerMinute: 2 } });
    expect(await statuses(3, () => logIn('anna'))).toEqual([201, 201, 429]);
    expect(await statuses(1, () => logIn('ben'))).toEqual([429]);
    expect(await statuses(1, () => logIn('anna', '192.0.2.2'))).toEqual([429]);
    expect(await statuses(1, () => logIn('ben', '192.0.2.3'))).toEqual([201]);
    expect(quotaOf(await get('open/thing'))).toEqual(new Array(5).fill(undefined));
  });

  it('show of two limits the one that is nearer, and the policies of both', async () => {
    await open({ rateLimit: { perMinute: 3, loginPerMinute: 2 } });
    expect(quotaOf(await logIn('anna')).slice(0, 4)).toEqual(['2', '1', '60', '3;w=60, 2;w=60']);
    expect(quotaOf(await get('open/thing')).slice(0, 4)).toEqual(['3', '1', expect.any(String), '3;w=60']);
    expect(quotaOf(await get('open/thing')).slice(0, 2)).toEqual(['3', '0']);
    expect(quotaOf(await logIn('ben')).slice(0, 2)).toEqual(['3', '0']);
  });

  it('are none where both limits are off', async () => {
    await open({});
    expect(await statuses(9, () => get('open/thing'))).toEqual(new Array(9).fill(200));
    expect(quotaOf(await logIn('anna'))).toEqual(new Array(5).fill(undefined));
  });

  it('are admitted again when the minute is over', async () => {
    await open({ rateLimit: { perMinute: 1 } });
    const now = jest.spyOn(performance, 'now');
    const began = performance.now();
    now.mockReturnValue(began);
    expect(await statuses(2, () => get('open/thing'))).toEqual([200, 429]);
    now.mockReturnValue(began + 60_000);
    expect(await statuses(2, () => get('open/thing'))).toEqual([200, 429]);
    now.mockRestore();
  });
});

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDummyShop, reached } from '../../../../../test/support/dummy-shop.js';

type Headers = Record<string, string>;

const cookie = { cookie: 'staff=stock:read' };
const OWN = 'http://localhost:80';
const CONFIGURED = 'https://shop.example';

describe('[P07] SameOriginGuard', () => {
  let app: NestFastifyApplication;
  let proxied: NestFastifyApplication;
  beforeAll(async () => {
    app = await openDummyShop();
    proxied = await openDummyShop(undefined, { trustProxy: ['127.0.0.1'] });
  });
  afterAll(() => Promise.all([app.close(), proxied.close()]));
  beforeEach(() => reached.splice(0));

  const send = async (
    shop: NestFastifyApplication,
    path: string,
    headers: Headers,
    method: 'GET' | 'POST' = 'POST',
  ) => {
    const reply = await shop.inject({ method, url: `/api/v1/${path}`, headers });
    expect(reply.json().code).toBe(reply.statusCode < 300 ? 200 : reply.statusCode);
    expect(reached).toHaveLength(reply.statusCode < 300 ? 1 : 0);
    return reply.statusCode;
  };

  const refused: [string, Headers][] = [
    ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a page of another host of this site', { 'sec-fetch-site': 'same-site', origin: 'https://blog.shop.example' }],
    ['a browser that names the site alone', { 'sec-fetch-site': 'cross-site' }],
    ['a browser that names the origin alone', { origin: 'https://evil.example' }],
    ['an origin that is none', { origin: 'null' }],
    ['an empty origin', { origin: '' }],
    ['the same host over another protocol', { origin: 'https://localhost' }],
    ['the same host on another port', { origin: 'http://localhost:8080' }],
    ['an origin that begins like ours', { origin: `${CONFIGURED}.evil.example` }],
    ['a forwarded host nobody vouches for', { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }],
    ['an unknown kind of site', { 'sec-fetch-site': 'elsewhere' }],
    ['contradicting headers', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
    ['other contradicting headers', { 'sec-fetch-site': 'cross-site', origin: CONFIGURED }],
  ];
  const admitted: [string, Headers][] = [
    ['no browser, which says nothing', {}],
    ['a page of this server', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' }],
    ['this server by its configured address', { 'sec-fetch-site': 'same-origin', origin: CONFIGURED }],
    ['this server by the address that was asked', { origin: 'http://localhost' }],
    ['a person who typed the address', { 'sec-fetch-site': 'none' }],
  ];

  it.each(refused)('keeps a change with the cookie of staff from coming by %s', async (_, headers) => {
    expect(await send(app, 'admin/any', { ...headers, ...cookie })).toBe(403);
  });

  it.each(admitted)('lets a change with the cookie of staff come from %s', async (_, headers) => {
    expect(await send(app, 'admin/any', { host: OWN.slice('http://'.length), ...headers, ...cookie })).toBe(201);
  });

  it.each(refused)('keeps signing in from coming by %s, without a cookie too', async (_, headers) => {
    expect(await send(app, 'open/login', headers)).toBe(403);
    expect(await send(app, 'open/login', { ...headers, ...cookie })).toBe(403);
  });

  it.each(admitted)('lets signing in come from %s', async (_, headers) => {
    expect(await send(app, 'open/login', { host: 'localhost', ...headers })).toBe(201);
  });

  it('does not ask where what is only read, or not signed by a cookie, comes from', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect(await send(app, 'admin/any', { ...foreign, ...cookie }, 'GET')).toBe(200);
    reached.splice(0);
    expect(await send(app, 'guarded/thing', { ...foreign, authorization: 'Bearer anna' }, 'GET')).toBe(200);
    reached.splice(0);
    expect(await send(app, 'admin/any', { ...foreign, authorization: 'Bearer anna' })).toBe(403);
    expect(await send(app, 'admin/any', foreign)).toBe(401);
  });

  it('believes a trusted proxy about protocol and host', async () => {
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'office.example' };
    const from = (origin: string) => send(proxied, 'admin/any', { ...forwarded, origin, ...cookie });
    expect(await from('https://evil.example')).toBe(403);
    expect(await from('http://office.example')).toBe(403);
    expect(await from('https://office.example')).toBe(201);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'is not alone: a form of the kind %s is no body',
    async (type) => {
      for (const path of ['admin/any', 'open/login']) {
        const headers = { 'content-type': type, ...cookie };
        const reply = await app.inject({ method: 'POST', url: `/api/v1/${path}`, payload: 'a=b', headers });
        expect(reply.statusCode).toBe(415);
      }
    },
  );
});

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDummyShop, reached } from '../../../../../test/support/dummy-shop.js';

describe('[P04] AccessGuard', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await openDummyShop();
  });
  afterAll(() => app.close());
  beforeEach(() => reached.splice(0));

  const shopper = { authorization: 'Bearer anna' };
  const keeper = { cookie: 'staff=stock:read' };
  const clerk = { cookie: 'staff=orders:read' };
  const status = async (path: string, headers: Record<string, string> = {}) => {
    const reply = await app.inject({ method: 'GET', url: `/api/v1/${path}`, headers });
    expect(reply.json().code).toBe(reply.statusCode);
    return reply.statusCode;
  };

  it('keeps everybody who has not signed in from a route without a mark', async () => {
    expect(await status('guarded/thing')).toBe(401);
    expect(await status('guarded/thing', { authorization: 'Bearer forged' })).toBe(401);
    expect(await status('guarded/thing', keeper)).toBe(401);
    expect(reached).toEqual([]);
  });

  it('lets shoppers into their routes and everybody into public ones', async () => {
    expect(await status('guarded/thing', shopper)).toBe(200);
    expect(await status('open/thing')).toBe(200);
  });

  it.each(['admin/any', 'admin/stock'])(
    'asks strangers to sign in before %s, and turns shoppers away',
    async (path) => {
      expect(await status(path)).toBe(401);
      expect(await status(path, { cookie: 'other=1' })).toBe(401);
      expect(await status(path, { authorization: 'Bearer forged' })).toBe(401);
      expect(await status(path, shopper)).toBe(403);
      expect(reached).toEqual([]);
    },
  );

  it('lets staff in where no permission is named, or theirs is', async () => {
    expect(await status('admin/any', clerk)).toBe(200);
    expect(await status('admin/stock', keeper)).toBe(200);
    expect(await status('admin/stock', { ...keeper, ...shopper })).toBe(200);
  });

  it('turns away staff without the permission', async () => {
    expect(await status('admin/stock', clerk)).toBe(403);
    expect(reached).toEqual([]);
  });

  it.each([
    '//api/v1/admin/any',
    '/api//v1/admin/any',
    '/api/v1//admin/any',
    '/api/v1/admin/any/',
    '/API/V1/ADMIN/ANY',
    '/api/v1/admin/Any',
    '/api/v1/admin%2fany',
    '/api%2fv1/admin/any',
    '/%61pi/v1/admin/any',
    '/api/v1/%61dmin/any',
    '/api/v1/open/../admin/any',
    '/api/v1/open/%2e%2e/admin/any',
    '/api/v1/admin/any;a=b',
    '/api/v1/admin/any?',
    '/api/v1/admin/any%00',
    '/api/v1/admin/any%20',
    '/./api/v1/admin/any',
    'http://other/api/v1/admin/any',
  ])('is not slipped past by %s', async (url) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const) {
      const reply = await app.inject({ method, url });
      expect([400, 401, 404]).toContain(reply.statusCode);
    }
    expect(reached).toEqual([]);
  });
});

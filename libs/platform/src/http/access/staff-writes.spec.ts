import { fastify, type FastifyInstance } from 'fastify';
import { currentActivity } from '#platform/activity';
import { followRequests } from '#platform/audit';
import { followStaffWrites } from './staff-writes.js';

const LIST = '/api/v1/admin/orders';

describe('[P51] staff who have just changed something', () => {
  let server: FastifyInstance;
  beforeEach(() => {
    server = fastify();
    followRequests(server);
    followStaffWrites(server, 'test', 2_000);
    const seesOwnWrites = async () => currentActivity()?.seesOwnWrites;
    server.get(LIST, async () => ({ seesOwnWrites: await seesOwnWrites() }));
    server.get('/api/v1/products', async () => ({ seesOwnWrites: await seesOwnWrites() }));
    server.post(LIST, async () => null);
    server.post('/api/v1/admin/broken', () => Promise.reject(new Error('no answer from the database')));
    server.post('/api/v1/orders', async () => null);
  });
  afterEach(() => server.close());

  const asks = async (url: string, cookie = '') => (await server.inject({ url, headers: { cookie } })).json<object>();

  it('bring a cookie for three seconds, and their lists may not be older', async () => {
    const { headers } = await server.inject({ method: 'POST', url: LIST });
    expect(headers['set-cookie']).toBe('jishi_wrote=1; Max-Age=3; Path=/api/v1/admin; HttpOnly; SameSite=Strict');
    expect(await asks(LIST, 'jishi_staff=abc; jishi_wrote=1')).toEqual({ seesOwnWrites: true });
    expect(await asks(LIST, 'jishi_staff=abc')).toEqual({ seesOwnWrites: false });
  });

  it('bring it also when the change failed: it may have been done', async () => {
    const { statusCode, headers } = await server.inject({ method: 'POST', url: '/api/v1/admin/broken' });
    expect([statusCode, headers['set-cookie']]).toEqual([500, expect.stringContaining('jishi_wrote=1')]);
  });

  it('keep their own cookie beside it, whatever sets that', async () => {
    server.addHook('onSend', async (_, reply) => void reply.header('Set-Cookie', 'jishi_staff=abc'));
    const { headers } = await server.inject({ method: 'POST', url: LIST });
    expect(headers['set-cookie']).toEqual(['jishi_staff=abc', expect.stringContaining('jishi_wrote=1')]);
  });

  it('are the only ones: who reads, and who shops, gets no cookie, and shoppers are not looked at', async () => {
    for (const [method, url] of [
      ['GET', LIST],
      ['POST', '/api/v1/orders'],
    ] as const) {
      expect((await server.inject({ method, url })).headers).not.toHaveProperty('set-cookie');
    }
    expect(await asks('/api/v1/products', 'jishi_wrote=1')).toEqual({ seesOwnWrites: false });
  });

  it('have it over TLS only in production', async () => {
    const other = fastify();
    followStaffWrites(other, 'production', 2_000);
    other.post(LIST, async () => null);
    const { headers } = await other.inject({ method: 'POST', url: LIST });
    expect(headers['set-cookie']).toContain('; Secure');
    await other.close();
  });
});

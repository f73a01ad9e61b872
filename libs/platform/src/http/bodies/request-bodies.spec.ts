import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDummyShop } from '../../../../../test/support/dummy-shop.js';

describe('[F18] request bodies', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await openDummyShop();
  });
  afterAll(() => app.close());

  const send = (payload: string | Buffer, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/api/v1/open/things', payload, headers: { 'content-type': type } });
  const sendJson = (value: unknown) => send(JSON.stringify(value));
  const paths = async (value: unknown) => {
    const reply = await sendJson(value);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 400, data: null });
    return reply.json<{ errors: { path: string }[] }>().errors.map(({ path }) => path);
  };

  it('are accepted when they are as described', async () => {
    expect((await sendJson({ name: '集市 😀', totalFen: 1 })).statusCode).toBe(201);
    expect((await send('{"name":"x"}', 'application/json; charset=utf-8')).statusCode).toBe(201);
  });

  it('are refused with everything that is wrong, each with its path', async () => {
    expect(await paths({ name: 5, items: [{ quantity: 0 }, { quantity: 'many' }] })).toEqual([
      'name',
      'items.0.quantity',
      'items.1.quantity',
    ]);
  });

  it('are refused with fields nobody described, at any level', async () => {
    expect((await sendJson({ name: 'x', isAdmin: true })).statusCode).toBe(400);
    expect((await sendJson({ name: 'x', items: [{ quantity: 1, priceFen: 1 }] })).statusCode).toBe(400);
  });

  it.each([
    ['nothing', ''],
    ['half a body', '{"name":'],
    ['two bodies', '{"name":"x"}{"name":"x"}'],
    ['an array', '[]'],
    ['null', 'null'],
    ['text', '"name"'],
    ['a prototype', '{"name":"x","__proto__":{"isAdmin":true}}'],
    ['a prototype in disguise', '{"name":"x","\\u005f_proto__":{}}'],
    ['a prototype by way of its constructor', '{"name":"x","constructor":{"prototype":{}}}'],
    ['a prototype deep down', '{"name":"x","items":[{"quantity":1,"__proto__":{}}]}'],
    ['a number beyond all numbers', '{"name":"x","totalFen":1e400}'],
    ['a number that is not exact', '{"name":"x","totalFen":9007199254740993}'],
    ['less than nothing', '{"name":"x","totalFen":-1}'],
    ['a fraction', '{"name":"x","totalFen":0.5}'],
    ['an object where text belongs', '{"name":{"$ne":""}}'],
    ['NUL', '{"name":"a\\u0000b"}'],
    ['a raw control character', '{"name":"a\u0001b"}'],
    ['half a surrogate pair', '{"name":"\\ud800"}'],
    ['the other half', '{"name":"a\\udc00"}'],
    ['33 levels', `{"name":"x","items":${'['.repeat(32)}${']'.repeat(32)}}`],
    ['30,000 levels', '['.repeat(30_000)],
  ])('are refused with 400 when they hold %s', async (_, payload) => {
    const reply = await send(payload);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 400, data: null });
  });

  it('may hold brackets and quotes in texts', async () => {
    expect((await sendJson({ name: '[[[{"\\"}' })).statusCode).toBe(201);
    expect((await send('{"name":"\\\\"}')).json().data).toEqual({ name: '\\' });
  });

  it('may speak of prototypes', async () => {
    expect((await sendJson({ name: '__proto__' })).statusCode).toBe(201);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'are refused with 415 as %s',
    async (type) => {
      const reply = await send('name=x', type);
      expect([reply.statusCode, reply.json().code]).toEqual([415, 415]);
    },
  );

  describe('of a route that takes any text', () => {
    const sendText = (payload: string, type: string) =>
      app.inject({ method: 'POST', url: '/api/v1/open/any-text', payload, headers: { 'content-type': type } });

    it.each(['text/plain', 'text/xml; charset=utf-8', 'application/xml', 'application/json'])(
      'are handed on unparsed as %s',
      async (type) => {
        const reply = await sendText('{"name": 集市}', type);
        expect([reply.statusCode, reply.json()]).toEqual([200, { rawBody: '{"name": 集市}' }]);
      },
    );

    it('are refused with 413 above 64 KiB, and with 415 as what is no text', async () => {
      for (const type of ['text/plain', 'text/xml', 'application/json'])
        expect((await sendText('x'.repeat(64 * 1024 + 1), type)).statusCode).toBe(413);
      expect((await sendText('x', 'application/octet-stream')).statusCode).toBe(415);
    });
  });

  describe('where none is taken', () => {
    const sendUnasked = (payload: string) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/admin/any',
        payload,
        headers: { 'content-type': 'application/json', cookie: 'staff=any' },
      });

    it.each(['', 'null', '{}'])('may be empty: %p', async (payload) => {
      expect((await sendUnasked(payload)).statusCode).toBe(201);
    });

    it.each(['{"isAdmin":true}', '[]', '"x"', '0', 'false'])('are refused: %s', async (payload) => {
      const reply = await sendUnasked(payload);
      expect([reply.statusCode, reply.json()]).toEqual([
        400,
        expect.objectContaining({ code: 400, data: null, errors: [{ path: '', message: expect.any(String) }] }),
      ]);
    });
  });

  it('are refused with 413 above 64 KiB', async () => {
    const reply = await send(`{"name":"${'x'.repeat(64 * 1024)}"}`);
    expect([reply.statusCode, reply.json().code]).toEqual([413, 413]);
    expect((await send(`{"name":"x"}${' '.repeat(64 * 1024 - 12)}`)).statusCode).toBe(201);
  });

  it('never answer with more than 50 errors', async () => {
    expect(await paths({ name: 'x', items: Array.from({ length: 200 }, () => ({ quantity: 0 })) })).toHaveLength(50);
  });
});

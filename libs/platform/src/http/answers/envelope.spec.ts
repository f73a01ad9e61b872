import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDummyShop } from '../../../../../test/support/dummy-shop.js';

describe('the envelope', () => {
  let app: NestFastifyApplication;
  const lines: string[] = [];
  beforeAll(async () => {
    app = await openDummyShop((line) => lines.push(line));
  });
  afterAll(() => app.close());
  beforeEach(() => lines.splice(0));

  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

  it('surrounds every answer of the API', async () => {
    const reply = await get('/api/v1/open/thing', { 'x-request-id': 'r-1' });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual({ code: 200, message: '请求成功', data: { name: 'thing' }, requestId: 'r-1' });
  });

  it('has code 200 for a 201 too', async () => {
    const reply = await app.inject({ method: 'POST', url: '/api/v1/open/things', payload: { name: 'x' } });
    expect(reply.statusCode).toBe(201);
    expect(reply.json()).toMatchObject({ code: 200, data: { name: 'x' } });
  });

  it.each(['tea', 'café', '龙井茶', '茶 🫖 tea', '"\\'])('has what it surrounds whole (%j)', async (name) => {
    const reply = await app.inject({ method: 'POST', url: '/api/v1/open/things', payload: { name } });
    expect(reply.json().data).toEqual({ name });
    expect(reply.headers['content-length']).toBe(String(reply.rawPayload.length));
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it.each(['null', 'void'])('has data null when there is nothing to tell (%s)', async (path) => {
    expect((await get(`/api/v1/open/${path}`)).json()).toMatchObject({ code: 200, data: null });
  });

  it('speaks English to who prefers it, else Chinese', async () => {
    const message = async (language: string) =>
      (await get('/api/v1/open/thing', { 'accept-language': language })).json<{ message: string }>().message;
    expect(await message('en-US,en;q=0.9')).toBe('OK');
    expect(await message('zh-CN,en;q=0.9')).toBe('请求成功');
    expect((await get('/api/v1/nowhere', { 'accept-language': 'en' })).json().message).toBe('Not found');
  });

  it.each(['a', 'A-b_c.9', 'x'.repeat(64)])('takes over a sane request id (%s)', async (id) => {
    const reply = await get('/api/v1/open/thing', { 'x-request-id': id });
    expect([reply.headers['x-request-id'], reply.json().requestId]).toEqual([id, id]);
  });

  it.each(['', 'x'.repeat(65), 'a b', 'a"b', 'é'])('makes a request id in place of %p', async (id) => {
    const reply = await get('/api/v1/open/thing', { 'x-request-id': id });
    expect(reply.headers['x-request-id']).toMatch(/^[0-9A-Z]{26}$/);
    expect(reply.json().requestId).toBe(reply.headers['x-request-id']);
  });

  it('is not put around an answer in somebody else’s form', async () => {
    const reply = await app.inject({ method: 'POST', url: '/api/v1/open/bare', payload: {} });
    expect(reply.json()).toEqual({ errcode: 0 });
    expect(reply.headers['x-request-id']).toBeDefined();
  });

  it('is put around an answer however the path was spelt', async () => {
    const reply = await get('/%61pi/v1/open/thing');
    if (reply.statusCode === 200) expect(reply.json()).toMatchObject({ code: 200, data: { name: 'thing' } });
    else expect(reply.json()).toMatchObject({ code: 404 });
  });

  it('answers HEAD without a body', async () => {
    const reply = await app.inject({ method: 'HEAD', url: '/api/v1/open/thing' });
    expect([reply.statusCode, reply.body]).toEqual([200, '']);
  });

  describe('of a failure', () => {
    it('has the status of its class, the business code and its facts', async () => {
      const reply = await get('/api/v1/open/failures/domain');
      expect(reply.statusCode).toBe(409);
      expect(reply.json()).toMatchObject({ code: 3001, message: '库存不足', data: { available: 2 } });
    });

    it.each([
      ['busy', 6001, '7'],
      ['database', 503, '1'],
      ['deadlock', 503, '1'],
      ['overtaken', 503, '1'],
    ])('asks to try again later when something is unavailable (%s)', async (path, code, seconds) => {
      const reply = await get(`/api/v1/open/failures/${path}`);
      expect(reply.statusCode).toBe(503);
      expect(reply.headers['retry-after']).toBe(seconds);
      expect(reply.json()).toMatchObject({ code, data: null });
      expect(reply.body).not.toContain('planted');
    });

    it.each(['unknown', 'upstream', 'nothing'])(
      'tells nothing of an error nobody foresaw, and logs it (%s)',
      async (path) => {
        const reply = await get(`/api/v1/open/failures/${path}`, { 'x-request-id': 'r-2' });
        expect(reply.statusCode).toBe(500);
        expect(reply.json()).toEqual({ code: 500, message: '服务器内部错误', data: null, requestId: 'r-2' });
        expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ level: 50, requestId: 'r-2', msg: 'Unforeseen error' });
      },
    );

    it('has a generic code and message for statuses the contract does not name', async () => {
      const reply = await get('/api/v1/open/failures/teapot');
      expect(reply.statusCode).toBe(418);
      expect(reply.json()).toMatchObject({ code: 400, message: '请求参数有误' });
    });

    it.each(['/api/v1/nowhere', '/api/v1', '/nowhere', '/', `/api/v1/open/failures/${'x'.repeat(300)}`])(
      'answers 404 for %s, which does not exist',
      async (url) => {
        const reply = await get(url);
        expect(reply.statusCode).toBe(404);
        expect(reply.json()).toMatchObject({ code: 404, data: null, requestId: reply.headers['x-request-id'] });
      },
    );

    it.each(['/api/v1/open/%', '/api/v1/%ff/x', '/%'])(
      'answers 400 or 404 in the envelope for %s, which is no URL',
      async (url) => {
        const reply = await get(url);
        expect([400, 404]).toContain(reply.statusCode);
        expect(reply.json()).toMatchObject({ code: reply.statusCode, data: null, requestId: expect.any(String) });
      },
    );

    it.each([
      ['domain', 409, '库存不足'],
      ['unknown', 500, '服务器内部错误'],
    ])('has WeChat’s form on a route without the envelope (%s)', async (path, status, message) => {
      const reply = await get(`/api/v1/open/bare/${path}`);
      expect([reply.statusCode, reply.json()]).toEqual([status, { code: 'FAIL', message }]);
    });
  });
});

import { Agent, request, type ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LightMyRequestResponse } from 'fastify';
import { early } from '../../../../../test/support/dummy-early.js';
import { openDummyShop, reached } from '../../../../../test/support/dummy-shop.js';
import type { EnvelopeAdapter } from '../envelope-adapter.js';

const anna = { authorization: 'Bearer anna' };
const ben = { authorization: 'Bearer ben' };
const [OPEN, TAGGED, GUARDED, BARE] = ['/api/v1/open/early', '/api/v1/open/tagged', '/api/v1/guarded/early', '/early'];

describe('[P48] an early answer', () => {
  let app: NestFastifyApplication;
  const lines: string[] = [];
  const open = async (options?: Parameters<typeof openDummyShop>[1]) => {
    app = await openDummyShop((line) => lines.push(line), options);
  };
  afterEach(() => app.close());
  beforeEach(() => {
    reached.splice(0);
    lines.splice(0);
    early.thing = { name: '茶' };
  });

  const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url, headers: { 'x-request-id': 'r-1', ...headers } });
  /** The same request, answered by the route. */
  const askRoute = async (...request: Parameters<typeof ask>) => {
    early.thing = null;
    const answer = await ask(...request);
    early.thing = { name: '茶' };
    return answer;
  };
  const seen = ({ statusCode, headers, body }: LightMyRequestResponse) => ({
    statusCode,
    body,
    headers: { ...headers, date: undefined },
  });

  describe('where nothing is limited', () => {
    beforeEach(() => open());

    it.each<[string, Parameters<typeof ask>]>([
      ['on a public route', [OPEN]],
      ['in English', [OPEN, { 'accept-language': 'en-GB' }]],
      ['to a shopper', [GUARDED, ben]],
      ['outside the API', [BARE]],
      ['with a tag', [TAGGED]],
      ['with another tag than asked about', [TAGGED, { 'if-none-match': '"other"' }]],
      ['to who asks on a condition, where there is no tag', [OPEN, { 'if-none-match': '*', range: 'bytes=0-1' }]],
    ])('is to the byte and the header that of the route: %s', async (_, request) => {
      const slow = await askRoute(...request);
      expect([slow.statusCode, reached]).toEqual([200, ['early']]);
      const fast = await ask(...request);
      expect(reached).toEqual(['early']);
      expect(seen(fast)).toEqual(seen(slow));
      expect(fast.headers['content-length']).toBe(String(Buffer.byteLength(fast.body)));
    });

    it('is 304 to who has it already, as by the route, and says no less of it', async () => {
      const { headers } = await ask(TAGGED);
      const known = { 'if-none-match': String(headers.etag) };
      const [slow, fast] = [await askRoute(TAGGED, known), await ask(TAGGED, known)];
      expect(reached).toEqual(['early']);
      expect([fast.statusCode, fast.body]).toEqual([304, '']);
      expect(seen(fast)).toEqual(seen(slow));
      const said = ['etag', 'cache-control', 'vary', 'x-request-id'];
      for (const name of said) expect(fast.headers[name]).toBe(headers[name]);
    });

    it('keeps what the server has put on it, as when it asks clients to leave', async () => {
      await app.listen(0, '127.0.0.1');
      app.getHttpServer().prependListener('request', (_: unknown, response: ServerResponse) => {
        response.setHeader('Connection', 'close');
      });
      const answer = await fetch(`${await app.getUrl()}${OPEN}`);
      expect([answer.status, answer.headers.get('connection'), reached]).toEqual([200, 'close', []]);
      expect(answer.headers.get('content-length')).toBe(String((await answer.arrayBuffer()).byteLength));
    });

    it('bears a request id of its own where none was sent', async () => {
      const [one, other] = [await ask(OPEN, { 'x-request-id': '' }), await ask(OPEN, { 'x-request-id': 'a"b' })];
      for (const { headers, body } of [one, other])
        expect(JSON.parse(body)).toMatchObject({ requestId: headers['x-request-id'] });
      expect(one.headers['x-request-id']).not.toBe(other.headers['x-request-id']);
      expect(reached).toEqual([]);
    });

    it('is none for a shopper whom this process does not know yet', async () => {
      expect((await ask(GUARDED, anna)).json()).toMatchObject({ data: { id: 'anna' } });
      expect(reached).toEqual(['early']);
    });

    it.each([{}, { authorization: 'Bearer forged' }, { cookie: 'staff=stock:read' }])(
      'is none for a stranger: %j',
      async (headers) => {
        expect((await ask(GUARDED, headers as Record<string, string>)).statusCode).toBe(401);
        expect(reached).toEqual([]);
      },
    );

    it('is none to HEAD', async () => {
      expect([(await ask(OPEN, {}, 'HEAD')).statusCode, reached]).toEqual([200, ['early']]);
    });

    it('leaves a request with a body to the route as it is', async () => {
      const reply = await app.inject({ method: 'POST', url: OPEN, payload: {} });
      expect(reply.statusCode).toBe(404);
    });
  });

  describe('where requests are limited', () => {
    beforeEach(() => open({ rateLimit: { perMinute: 3 } }));

    const remaining = (answer: LightMyRequestResponse) => Number(answer.headers['ratelimit-remaining']);

    it('counts with those of the routes, once, and says what is left as they do', async () => {
      const slow = await askRoute(OPEN);
      const fast = await ask(OPEN);
      expect([remaining(slow), remaining(fast)]).toEqual([2, 1]);
      const others = ({ headers }: LightMyRequestResponse) => ({
        ...headers,
        date: undefined,
        'ratelimit-remaining': undefined,
        'ratelimit-reset': undefined,
      });
      expect(others(fast)).toEqual(others(slow));
      expect(reached).toEqual(['early']);
    });

    it('counts for the shopper, not for their address', async () => {
      expect([remaining(await ask(GUARDED, ben)), remaining(await ask(OPEN))]).toEqual([2, 2]);
    });

    it('is a refusal beyond the limit, the one a route gives', async () => {
      for (let left = 2; left >= 0; left--) expect(remaining(await ask(OPEN))).toBe(left);
      const fast = await ask(OPEN);
      const slow = await askRoute(OPEN);
      expect([fast.statusCode, slow.statusCode]).toEqual([429, 429]);
      expect(fast.headers['retry-after']).toBeDefined();
      expect(fast.json()).toEqual(slow.json());
      expect(reached).toEqual([]);
    });
  });

  describe('on a connection that is kept alive', () => {
    /** Templates of the routes that were answered before Node read their requests. */
    let told: string[];
    let agent: Agent;
    const listen = async (...options: Parameters<typeof open>) => {
      await open(...options);
      await app.listen(0, '127.0.0.1');
      told = [];
      (app.getHttpAdapter() as unknown as EnvelopeAdapter).tellOfEarly = ({ route }) => told.push(route);
      agent = new Agent({ keepAlive: true, maxSockets: 1 });
    };
    afterEach(() => agent.destroy());

    /** All of an answer, to the letter and in its order, but for the time. */
    const exchange = async (path: string, headers: Record<string, string> = {}) => {
      const url = new URL(path, await app.getUrl());
      return new Promise((resolve, reject) => {
        const sent = request(url, { agent, headers: { 'x-request-id': 'r-1', ...headers } }, (answer) => {
          let body = '';
          answer.setEncoding('utf8').on('data', (text: string) => (body += text));
          answer.on('end', () => {
            const { statusCode, statusMessage, rawHeaders } = answer;
            const times = ['date', 'ratelimit-remaining', 'ratelimit-reset'];
            const lasting = rawHeaders.map((one, at) =>
              at % 2 === 1 && times.includes(String(rawHeaders[at - 1]).toLowerCase()) ? '' : one,
            );
            resolve({ statusCode, statusMessage, headers: lasting, body });
          });
        });
        sent.on('error', reject).end();
      });
    };

    it.each<[string, Parameters<typeof exchange>]>([
      ['on a public route', [OPEN]],
      ['with a query', [`${OPEN}?a=b&a=c`]],
      ['in English', [OPEN, { 'accept-language': 'en-GB' }]],
      ['to a shopper', [GUARDED, ben]],
      ['outside the API', [BARE]],
      ['with a tag', [TAGGED]],
      ['to who has it already', [TAGGED, { 'if-none-match': '*' }]],
      ['with other headers that say nothing to it', [OPEN, { range: 'bytes=0-1', cookie: 'a=b', accept: 'text/html' }]],
    ])('is to the byte what it is by way of Node, without it: %s', async (_, asking) => {
      await listen();
      const first = await exchange(...asking);
      expect(told).toEqual([]);
      expect(await exchange(...asking)).toEqual(first);
      expect(told).toHaveLength(1);
      expect(reached).toEqual([]);
    });

    it('is the same where requests are limited, and each is counted once', async () => {
      await listen({ rateLimit: { perMinute: 4 } });
      const [first, second, third] = [await exchange(OPEN), await exchange(OPEN), await exchange(OPEN)];
      expect([second, third]).toEqual([first, first]);
      expect(told).toHaveLength(2);
      // As the first of another connection.
      expect((await fetch(`${await app.getUrl()}${OPEN}`)).headers.get('ratelimit-remaining')).toBe('0');
      expect(await exchange(OPEN)).toMatchObject({ statusCode: 429 });
      expect([told.length, reached]).toEqual([2, []]);
    });

    it('counts for the client whom a trusted proxy names', async () => {
      await listen({ rateLimit: { perMinute: 2 }, trustProxy: ['127.0.0.1'] });
      const askFor = (address: string) => exchange(OPEN, { 'x-forwarded-for': address });
      await askFor('203.0.113.9');
      for (const address of ['203.0.113.1', '203.0.113.1', '198.51.100.1, 203.0.113.2', '203.0.113.2'])
        expect(await askFor(address)).toMatchObject({ statusCode: 200 });
      expect(await askFor('203.0.113.1')).toMatchObject({ statusCode: 429 });
      expect(await askFor('203.0.113.2')).toMatchObject({ statusCode: 429 });
      expect(await askFor('203.0.113.3')).toMatchObject({ statusCode: 200 });
      expect(told).toHaveLength(5);
    });

    it('is the route’s where it is not at hand, its sender is not known, or another route is nearer', async () => {
      await listen();
      await exchange(OPEN);
      expect(await exchange(GUARDED, anna)).toMatchObject({ statusCode: 200 });
      expect(await exchange(GUARDED)).toMatchObject({ statusCode: 401 });
      expect(await exchange('/api/v1/open/thing')).toMatchObject({ statusCode: 200 });
      early.thing = null;
      expect(await exchange(OPEN)).toMatchObject({ statusCode: 200 });
      expect([told, reached]).toEqual([[], ['early', 'early']]);
    });
  });
});

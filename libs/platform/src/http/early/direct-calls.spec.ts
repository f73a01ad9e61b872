import { Agent, request } from 'node:http';
import { Body, Controller, Param, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { called } from '../../../../../test/support/dummy-direct.js';
import { failures, openDummyShop } from '../../../../../test/support/dummy-shop.js';
import { signal } from '../../../../../test/support/signal.js';
import { eventually } from '../../../../../test/support/until.js';
import type { EnvelopeAdapter } from '../envelope-adapter.js';
import { ALWAYS_TAKEN_ON } from '../load/load-gate.js';
import { TooManyRequests } from '../load/too-many-requests.js';
import { HandlerParameters } from '../requests/handler-parameters.js';

const [URL_OF_ALL, SIGN_IN] = ['/api/v1/direct', '/api/v1/direct/in'];
const BEN = { authorization: 'Bearer ben' };

interface Asked {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  /** Of a POST; without one it is a GET. */
  readonly body?: string;
}

interface Seen {
  readonly status: number | undefined;
  readonly headers: readonly string[];
  readonly body: string;
}

const PLACED: Asked = { headers: BEN, body: '{"name":"茶"}' };

describe('[P48] a handler that may be called directly', () => {
  let app: NestFastifyApplication;
  let adapter: EnvelopeAdapter;
  let agent: Agent;
  let readByNode: number;
  const open = async (options?: Parameters<typeof openDummyShop>[1]) => {
    app = await openDummyShop(() => undefined, options);
    adapter = app.getHttpAdapter() as unknown as EnvelopeAdapter;
    await app.listen(0, '127.0.0.1');
    app.getHttpServer().on('request', () => readByNode++);
  };
  beforeEach(() => {
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
    readByNode = 0;
    called.asked.splice(0);
    called.give = () => Promise.resolve({ name: '茶', fen: 100 });
  });
  afterEach(async () => {
    agent.destroy();
    await app.close();
  });

  /** Everything of an answer but the time. */
  const ask = async ({ path = URL_OF_ALL, headers = {}, body }: Asked): Promise<Seen> => {
    const url = new URL(path, await app.getUrl());
    const own =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        { agent, method: body === undefined ? 'GET' : 'POST', headers: { 'x-request-id': 'r-1', ...own, ...headers } },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          const { rawHeaders } = answer;
          const lasting = rawHeaders.map((one, at) => (rawHeaders[at - 1]?.toLowerCase() === 'date' ? '' : one));
          const pairs = lasting.flatMap((one, at) => (at % 2 ? [] : [`${one.toLowerCase()}: ${lasting[at + 1]}`]));
          answer.on('end', () => resolve({ status: answer.statusCode, headers: pairs.sort(), body: text }));
        },
      );
      sent.on('error', reject).end(body);
    });
  };
  /** The same on a new connection: by way of Node and Nest, and directly. */
  const bothWays = async (asked: Asked) => {
    agent.destroy();
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = readByNode;
    const answers = [await ask(asked), await ask(asked)] as const;
    return { answers, isDirect: readByNode === before + 1 };
  };

  it.each<[string, Asked, number]>([
    ['a POST', PLACED, 201],
    [
      'a POST of which everything is known',
      { ...PLACED, path: `${URL_OF_ALL}?a=1`, headers: { ...BEN, 'user-agent': 'x', 'accept-language': 'en' } },
      201,
    ],
    ['a GET with a query', { path: `${URL_OF_ALL}?limit=3`, headers: BEN }, 200],
    ['what is for everybody', { path: SIGN_IN, body: '{"name":"a","quantity":2}' }, 200],
  ])('is called with the same, and answers the same: %s', async (_what, asked, status) => {
    await open();
    const { answers, isDirect } = await bothWays(asked);
    expect(isDirect).toBe(true);
    expect(answers[0].status).toBe(status);
    expect(answers[1]).toEqual(answers[0]);
    expect(called.asked).toEqual([called.asked[0], called.asked[0]]);
  });

  it.each(Object.keys(failures))('fails as it would: %s', async (failure) => {
    await open();
    called.give = async () => {
      throw failures[failure]?.();
    };
    const { answers, isDirect } = await bothWays(PLACED);
    expect(isDirect).toBe(true);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[1].body).not.toContain('planted-secret');
    expect(called.asked).toHaveLength(2);
  });

  it('refuses by its own quotas as it would', async () => {
    await open({ rateLimit: { perMinute: 9 } });
    const quota = { limit: 5, windowSeconds: 60, remaining: 0, resetSeconds: 30, exceeded: true };
    called.give = () => Promise.reject(new TooManyRequests([quota]));
    const { answers } = await bothWays(PLACED);
    expect(answers[0]).toMatchObject({
      status: 429,
      headers: expect.arrayContaining(['ratelimit-remaining: 0']) as unknown,
    });
    expect(answers[1]).toEqual(answers[0]);
  });

  it('answers nothing as it would', async () => {
    await open();
    called.give = () => Promise.resolve(undefined);
    const { answers } = await bothWays(PLACED);
    expect(answers[1]).toEqual(answers[0]);
  });

  it.each<[string, Asked, number]>([
    ['whose body is not by its schema', { headers: BEN, body: '{"name":7}' }, 400],
    ['whose body is no JSON', { headers: BEN, body: '{' }, 400],
    ['whose body reaches for a prototype', { headers: BEN, body: '{"__proto__":{}}' }, 400],
    ['whose query is not by its schema', { headers: BEN, path: `${URL_OF_ALL}?limit=99` }, 400],
    ['from somebody who has to be looked up', { ...PLACED, headers: { authorization: 'Bearer anna' } }, 201],
    ['from a stranger', { ...PLACED, headers: {} }, 401],
    ['of another type', { ...PLACED, headers: { ...BEN, 'content-type': 'text/plain' } }, 415],
    ['that waits for 100', { ...PLACED, headers: { ...BEN, expect: '100-continue' } }, 201],
  ])('is not called for a request %s: that is the route’s', async (_what, asked, status) => {
    await open();
    const { answers, isDirect } = await bothWays(asked);
    expect(isDirect).toBe(false);
    expect(answers[0].status).toBe(status);
    expect(answers[1]).toEqual(answers[0]);
  });

  it('is an activity of its own', async () => {
    await open();
    await bothWays(PLACED);
    expect(called.purposes.at(-1)).toBe('POST /api/v1/direct');
  });

  it('is counted once, and not called for who is beyond the limit', async () => {
    await open({ rateLimit: { perMinute: 4 } });
    for (const left of [3, 2, 1, 0]) {
      const { status, headers } = await ask(PLACED);
      expect([status, headers]).toEqual([201, expect.arrayContaining([`ratelimit-remaining: ${left}`])]);
    }
    expect(readByNode).toBe(1);
    const [refused, again] = [await ask(PLACED), await ask(PLACED)];
    expect(refused.status).toBe(429);
    expect(again).toEqual(refused);
    expect(called.asked).toHaveLength(4);
  });

  it('is counted by the marks of its route as well', async () => {
    await open({ rateLimit: { loginPerMinute: 3, perMinute: 100 } });
    const asked = { path: SIGN_IN, body: '{"name":"a"}' };
    const statuses: unknown[] = [];
    for (let turn = 0; turn < 5; turn++) statuses.push((await ask(asked)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(called.asked).toHaveLength(3);
  });

  it('[P40] is in flight until it has answered, and not called where too many are', async () => {
    await open();
    await ask(PLACED);
    const [begun, goOn] = [signal(), signal()];
    called.give = async () => {
      begun.give();
      await goOn.given;
      return null;
    };
    const asked = ask(PLACED);
    await begun.given;
    expect([adapter.gate.inFlight, readByNode]).toEqual([1, 1]);
    goOn.give();
    expect(await asked).toMatchObject({ status: 201 });
    expect(adapter.gate.inFlight).toBe(0);
    const others = Array.from({ length: ALWAYS_TAKEN_ON }, () => signal());
    const gone = others.map(({ given }) => adapter.gate.during(given));
    expect(await ask(PLACED)).toMatchObject({ status: 503 });
    others.forEach(({ give }) => give());
    await Promise.all(gone);
    expect(called.asked).toHaveLength(2);
  });

  it('goes on when its client has gone, and the process does not end before it', async () => {
    await open();
    await ask(PLACED);
    const [begun, goOn] = [signal(), signal()];
    let isDone = false;
    called.give = async () => {
      begun.give();
      await goOn.given;
      isDone = true;
    };
    const asked = ask(PLACED);
    await begun.given;
    agent.destroy();
    await expect(asked).rejects.toThrow();
    const closed = adapter.fastPath.close().then(() => isDone);
    goOn.give();
    expect(await closed).toBe(true);
    await eventually(
      () => adapter.gate.inFlight,
      (count) => count === 0,
    );
  });

  it('takes what it can be given, or there is no shop', () => {
    @Controller()
    class Odd {
      @Post()
      path(@Param('id') id: string) {
        return id;
      }

      @Post()
      unchecked(@Body() sent: unknown) {
        return sent;
      }

      @Post()
      bare(sent: unknown) {
        return sent;
      }
    }
    const { path, unchecked, bare } = Odd.prototype;
    for (const handler of [path, unchecked, bare] as ((...args: never[]) => unknown)[]) {
      expect(() => new HandlerParameters(Odd, handler)).toThrow('cannot be called directly');
    }
  });
});

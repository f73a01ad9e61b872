import { Agent, request } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { early } from '../../../../../test/support/dummy-early.js';
import { openDummyShop, reached } from '../../../../../test/support/dummy-shop.js';
import { signal } from '../../../../../test/support/signal.js';
import type { EnvelopeAdapter } from '../envelope-adapter.js';
import { ALWAYS_TAKEN_ON } from '../load/load-gate.js';

const [OPEN, GUARDED, BARE] = ['/api/v1/open/early', '/api/v1/guarded/early', '/early'];
const TEA = { name: '茶' };

interface Seen {
  readonly status: number | undefined;
  readonly headers: readonly string[];
  readonly body: string;
}

/** By way of Node on a new connection; and before Node reads it, on one that is known to be of use. */
describe.each(['by way of Node', 'before Node reads it'])('[P48] an answer that is not at hand, %s', (way) => {
  let app: NestFastifyApplication;
  let adapter: EnvelopeAdapter;
  let agent: Agent;
  const read = jest.fn<Promise<object | null>, []>();
  const open = async (options?: Parameters<typeof openDummyShop>[1]) => {
    app = await openDummyShop(() => undefined, options);
    adapter = app.getHttpAdapter() as unknown as EnvelopeAdapter;
    await app.listen(0, '127.0.0.1');
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
    if (way === 'by way of Node') return;
    early.thing = TEA;
    // Outside the API nothing is counted.
    for (let turn = 0; turn < 2; turn++) await ask(BARE);
    early.thing = null;
  };
  beforeEach(() => {
    reached.splice(0);
    read.mockReset().mockResolvedValue(TEA);
    Object.assign(early, { thing: null, read });
  });
  afterEach(async () => {
    Object.assign(early, { thing: null, read: () => Promise.resolve(null) });
    agent.destroy();
    await app.close();
  });

  /** Everything of an answer but the time. */
  const ask = async (path: string, headers: Record<string, string> = {}): Promise<Seen> => {
    const url = new URL(path, await app.getUrl());
    return new Promise((resolve, reject) => {
      const sent = request(url, { agent, headers: { 'x-request-id': 'r-1', ...headers } }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        const { rawHeaders } = answer;
        const lasting = rawHeaders.map((one, at) => (rawHeaders[at - 1]?.toLowerCase() === 'date' ? '' : one));
        answer.on('end', () => resolve({ status: answer.statusCode, headers: lasting, body }));
      });
      sent.on('error', reject).end();
    });
  };

  it('is read, and is to the byte what it would be at hand', async () => {
    await open();
    const answer = await ask(OPEN);
    expect([answer.status, reached, read.mock.calls.length]).toEqual([200, [], 1]);
    early.thing = TEA;
    expect(await ask(OPEN)).toEqual(answer);
  });

  it('is the route’s where reading finds nothing, or it is for shoppers', async () => {
    await open();
    read.mockResolvedValue(null);
    expect(await ask(OPEN)).toMatchObject({ status: 200 });
    expect(reached).toEqual(['early']);
    expect(await ask(GUARDED, { authorization: 'Bearer ben' })).toMatchObject({ status: 200 });
    expect([reached.length, read.mock.calls.length]).toEqual([2, 1]);
  });

  it('fails as the route would, and nobody tries twice', async () => {
    await open({ rateLimit: { perMinute: 9 } });
    read.mockRejectedValue(Object.assign(new Error('planted-secret'), { code: 'ECONNREFUSED' }));
    const { status, headers, body } = await ask(OPEN);
    expect([status, JSON.parse(body), reached]).toEqual([
      503,
      { code: 503, message: expect.any(String), data: null, requestId: 'r-1' },
      [],
    ]);
    expect(headers.join(' ').toLowerCase()).toContain('ratelimit-remaining 8');
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('is counted once, whoever answers, and not read for who is beyond the limit', async () => {
    await open({ rateLimit: { perMinute: 2 } });
    expect(await ask(OPEN)).toMatchObject({ status: 200 });
    read.mockResolvedValue(null);
    expect(await ask(OPEN)).toMatchObject({ status: 200 });
    expect([reached.length, read.mock.calls.length]).toEqual([1, 2]);
    expect(await ask(OPEN)).toMatchObject({ status: 429 });
    expect([reached.length, read.mock.calls.length]).toEqual([1, 2]);
  });

  it('[P40] is in flight while it is read, and not read where too many are', async () => {
    await open();
    const [begun, goOn] = [signal(), signal()];
    read.mockImplementation(async () => {
      begun.give();
      await goOn.given;
      return TEA;
    });
    const asked = ask(OPEN);
    await begun.given;
    expect(adapter.gate.inFlight).toBe(1);
    goOn.give();
    expect(await asked).toMatchObject({ status: 200 });
    expect(adapter.gate.inFlight).toBe(0);
    const others = Array.from({ length: ALWAYS_TAKEN_ON }, () => signal());
    const gone = others.map(({ given }) => adapter.gate.during(given));
    expect(await ask(OPEN)).toMatchObject({ status: 503 });
    others.forEach(({ give }) => give());
    await Promise.all(gone);
    expect(read).toHaveBeenCalledTimes(1);
  });
});

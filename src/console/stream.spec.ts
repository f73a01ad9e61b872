import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { until } from '../../test/support/until.js';
import { Ring } from './ring.js';
import { stream } from './stream.js';

describe('a stream of the feed', () => {
  const ring = new Ring();
  const facts = { at: '2026-01-01T00:00:00.000Z', aheadMs: 0 };
  const server = createServer();
  let socket: Socket;
  afterEach(() => socket.destroy());
  afterAll(() => new Promise((done) => server.close(done)));
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  /** What the server answers a client with, and what that has read of it. */
  async function opened(after: string | null = null) {
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
    const read: string[] = [];
    socket.on('data', (bytes) => read.push(bytes.toString()));
    stream(ring, response, after, facts);
    return { response, text: () => read.join('') };
  }

  it('begins with a hello and what was missed, and goes on with what happens', async () => {
    ring.publish('news', { n: 1 });
    const { lastId } = ring;
    ring.publish('news', { n: 2 });
    const { text } = await opened(lastId);
    ring.publish('news', { n: 3 });
    await until(() => text().includes('"n":3'));
    expect(text()).toMatch(/event: hello\ndata: .*"resumed":true/);
    expect([...text().matchAll(/"n":(\d)/g)].map(([, n]) => n)).toEqual(['2', '3']);
  });

  it('says that it could not be resumed', async () => {
    const { text } = await opened('another-7');
    await until(() => text().includes('"resumed":false'));
  });

  it('begins anew for a client that has missed more than it may be behind: it would be cut off each time it comes', async () => {
    ring.publish('news', { n: 4 });
    const { lastId } = ring;
    for (let n = 0; n < 30; n++) ring.publish('news', { text: 'x'.repeat(100_000) });
    const { response, text } = await opened(lastId);
    await until(() => text().includes('"resumed":false'));
    ring.publish('news', { n: 5 });
    await until(() => text().includes('"n":5'));
    expect(response.destroyed).toBe(false);
  });

  it('is cut when the client does not read, and the ring goes on without it', async () => {
    const { response } = await opened();
    socket.pause();
    for (let n = 0; n < 200 && !response.destroyed; n++) ring.publish('news', { text: 'x'.repeat(100_000) });
    expect(response.destroyed).toBe(true);
    await until(() => !ring.isWatched);
  });

  it('ends with its response, and nobody listens any more', async () => {
    const { response, text } = await opened();
    await until(() => text().includes('hello'));
    response.end();
    await until(() => !ring.isWatched);
  });
});

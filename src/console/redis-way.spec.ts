import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../test/support/until.js';
import { RedisWay } from './redis-way.js';

describe('the way to Redis', () => {
  const sockets: Socket[] = [];
  let server: Server;
  let way: RedisWay;
  let port: number;
  beforeAll(async () => {
    server = createServer((socket) => void socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `redis://user:word@127.0.0.1:${(server.address() as AddressInfo).port}/3`;
    const opened = await RedisWay.to([url]);
    if (!opened) throw new Error('There is a way');
    way = opened.way;
    expect(opened.url).toMatch(/^redis:\/\/user:word@127\.0\.0\.1:\d+\/3$/);
    port = Number(new URL(opened.url).port);
    expect(`${port}`).not.toBe(new URL(url).port);
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });

  function client() {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    let heard = '';
    socket.on('data', (bytes) => (heard += bytes.toString()));
    return { say: (text: string) => socket.write(text), heard: () => heard, socket };
  }

  it('hands on what is said, nothing while it is frozen, and all of it afterwards', async () => {
    const before = client();
    before.say('one ');
    await eventually(before.heard, (text) => text === 'one ');
    way.freeze();
    const during = client();
    await once(during.socket, 'connect');
    before.say('two');
    during.say('three');
    // There is nothing to wait for: a frozen way says nothing.
    await pause(100);
    expect([before.heard(), during.heard()]).toEqual(['one ', '']);
    expect([before.socket.destroyed, during.socket.destroyed]).toEqual([false, false]);
    way.thaw();
    await eventually(before.heard, (text) => text === 'one two');
    await eventually(during.heard, (text) => text === 'three');
  });

  it.each([[[]], [['redis://a:1', 'redis://b:2']], [['rediss://a:1']]])(
    'cannot be frozen without Redis, with TLS or to a cluster: %j',
    async (urls) => {
      expect(await RedisWay.to(urls)).toBeNull();
    },
  );
});

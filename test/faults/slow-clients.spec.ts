import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setInterval as every } from 'node:timers/promises';
import { scaled } from '../support/scale.js';
import { Shop } from '../support/shop.js';
import { Traffic } from './support/traffic.js';

const CLOSED_IN_MS = 15_000;
/** What a machine that has other things to do may need on top; a socket that is never looked at stays for minutes. */
const SLACK_MS = 10_000;
const SLOW_CLIENTS = scaled({ short: 10, long: 300 });
const MEASURED_FOR_MS = 10_000;
const DRIP_EVERY_MS = 1_000;
const isLong = SLOW_CLIENTS > 10;

const LINE = 'POST /api/v1/auth/wechat/login HTTP/1.1\r\n';
const HEAD = `${LINE}Host: shop\r\nContent-Type: application/json\r\nContent-Length: 64000\r\n\r\n`;

describe('[F19] clients that send slowly', () => {
  let shop: Shop;
  let sockets: Socket[] = [];
  beforeAll(async () => {
    shop = await Shop.open({ processes: 1, environment: { LOG_LEVEL: 'silent' } });
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
  });
  afterAll(() => shop?.close());

  /** A client that sends `first` and then `drip`, a piece a second, until the server has had enough. */
  const slowly = async (first: string, drip = '') => {
    const socket = connect(Number(new URL(shop.urls[0] ?? '').port), '127.0.0.1');
    sockets.push(socket);
    let heard = '';
    socket.on('error', () => undefined).on('data', (bytes: Buffer) => (heard += bytes.toString()));
    await once(socket, 'connect');
    const begin = performance.now();
    if (first) socket.write(first);
    const dripping = (async () => {
      for await (const piece of every(DRIP_EVERY_MS, drip)) if (socket.destroyed || !socket.write(piece)) return;
    })();
    const closed = new Promise<{ after: number; heard: string }>((done) => {
      socket.once('close', () => done({ after: performance.now() - begin, heard }));
    });
    void dripping;
    return { closed };
  };

  it('are closed within 15 s, whatever they send slowly, and hear why where they may', async () => {
    const clients = await Promise.all([
      slowly(''),
      slowly(LINE),
      slowly(LINE, 'X-Slow: 1\r\n'),
      slowly(HEAD),
      slowly(HEAD, 'a'),
    ]);
    const ends = await Promise.all(clients.map(({ closed }) => closed));
    expect(ends.filter(({ after }) => after > CLOSED_IN_MS + SLACK_MS)).toEqual([]);
    expect(ends.slice(1).filter(({ heard }) => heard && !/^HTTP\/1.1 408 /.test(heard))).toEqual([]);
  });

  (isLong ? it : it.skip)(`do not slow others down: with ${SLOW_CLIENTS} of them p99 at most doubles`, async () => {
    const alone = await p99();
    await Promise.all(Array.from({ length: SLOW_CLIENTS }, (_, n) => slowly(n % 2 === 0 ? HEAD : LINE, 'a')));
    expect((await p99()) / alone).toBeLessThanOrEqual(2);
  });

  const p99 = async () => {
    const traffic = new Traffic({ browse: () => shop.api.get('/products') }, 8);
    await new Promise((done) => setTimeout(done, MEASURED_FOR_MS));
    await traffic.stop();
    const times = traffic.told.map(({ took }) => took).sort((a, b) => a - b);
    return times[Math.floor(times.length * 0.99)] ?? Number.NaN;
  };
});

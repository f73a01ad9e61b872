import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Shop } from '../support/shop.js';
import { ShopProcess } from '../support/shop-process.js';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { eventually } from '../support/until.js';
import type { Order } from '../support/views.js';
import { actedIn, type Failpoint, PLACES, WITH_FAULTS } from './support/failpoints.js';

const DAY = 86_400_000;

describe('failpoints in a process', () => {
  let shop: Shop;
  let skuId: string;
  beforeAll(async () => {
    shop = await Shop.open({ environment: { ...WITH_FAULTS, LOG_LEVEL: 'silent' } });
    ({ skuId } = await shop.product(100));
  });
  afterAll(() => shop?.close());

  const arm = (...failpoints: Failpoint[]) => shop.server(0).tell({ failpoints });
  const acted = () => actedIn(shop.server(0).output);
  const place = async () => {
    const shopper = await shop.shopper('oPlaces');
    return shopper.post<Order & { createdAt: string }>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
  };

  it('throw at the hit they were armed for, once, and leave what does not match alone', async () => {
    await arm({ place: 'before-commit', of: 'PlaceOrders', hit: 2, action: 'throw' });
    const statuses = [await place(), await place(), await place()].map(({ status }) => status);
    expect(statuses).toEqual([201, 500, 201]);
    expect(acted()).toEqual(['throw before-commit PlaceOrders']);
  });

  it('are passed in every place by an order that is paid for', async () => {
    const delays = PLACES.map((where): Failpoint => ({ place: where, hit: 1, action: 'delay', milliseconds: 10 }));
    await arm(...delays);
    const { data } = await place();
    await shop.pay(await shop.shopper('oPlaces'), data.id);
    const places = () => new Set(acted().map((line) => /^delay (\S+)/.exec(line)?.[1] ?? ''));
    await eventually(places, (seen) => PLACES.every((where) => seen.has(where)));
  });

  it('set the clock of the whole process, and set it right again', async () => {
    const placed = async () => Date.parse((await place()).data.createdAt);
    await shop.server(0).tell({ ahead: DAY });
    expect(await placed()).toBeGreaterThan(Date.now() + DAY / 2);
    await shop.server(0).tell({ ahead: 0 });
    expect(await placed()).toBeLessThan(Date.now() + DAY / 2);
  });

  it('kill the process before it can do anything more', async () => {
    await arm({ place: 'after-commit', of: 'PlaceOrders', hit: 1, action: 'kill' });
    await expect(place()).rejects.toThrow();
    expect(await shop.server(0).exited).toMatchObject({ code: null, signal: 'SIGKILL' });
    expect(acted().at(-1)).toBe('kill after-commit PlaceOrders');
    await shop.replace(0);
  });

  it('[F21] are refused in production, before anything is read or opened', async () => {
    const shop = ShopProcess.spawn({ ...WITH_FAULTS, NODE_ENV: 'production' }, 1);
    const exit = await shop.exited;
    expect(exit).toMatchObject({ code: 1, stderr: ['faults are for tests: refused with NODE_ENV=production'] });
  });
});

describe('a TCP proxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  let client: Socket;
  let heard: string;
  beforeEach(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined).on('data', (bytes) => socket.write(bytes));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await openTcpProxy('127.0.0.1', (server.address() as AddressInfo).port);
    client = await connected();
  });
  afterEach(async () => {
    client.destroy();
    await proxy.close();
    server.close();
  });

  const connected = async () => {
    heard = '';
    const socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => (heard += bytes.toString()));
    await once(socket, 'connect');
    return socket;
  };
  const hears = (text: string) =>
    eventually(
      () => heard,
      (so) => so === text,
    );

  it('forwards what it is given, in its order', async () => {
    client.write('one,');
    client.write('two');
    await hears('one,two');
  });

  it('delays answers, which arrive in their order', async () => {
    proxy.delay(200);
    const begin = performance.now();
    client.write('one,');
    await hears('one,');
    expect(performance.now() - begin).toBeGreaterThan(190);
    client.write('two,');
    proxy.delay(0);
    client.write('three');
    await hears('one,two,three');
  });

  it('swallows everything while it is frozen, and has kept it when it thaws', async () => {
    client.write('one');
    await hears('one');
    proxy.freeze();
    client.destroy();
    client = await connected();
    client.write('two');
    expect(await Promise.race([once(client, 'data'), pause(100, 'silence')])).toBe('silence');
    proxy.thaw();
    await hears('two');
  });

  it('resets connections', async () => {
    const failed = once(client, 'error');
    client.write('one');
    await hears('one');
    proxy.reset();
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  it('cuts a connection in the middle of an answer', async () => {
    client.write('one');
    await hears('one');
    proxy.cutAfter(5);
    client.write(' and two');
    await once(client, 'close');
    expect(heard).toBe('one and ');
  });

  it('lets nobody in while it is cut off', async () => {
    const gone = new Promise((closed) => client.once('close', closed));
    proxy.refuse();
    await gone;
    const refused = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await new Promise((closed) => refused.once('close', closed));
    proxy.admit();
    client = await connected();
    client.write('one');
    await hears('one');
  });
});

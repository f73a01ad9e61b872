import { assertInvariants } from '../support/invariants.js';
import { ConsoleClient } from '../support/console.js';
import { createMysqlDatabase, testDatabaseUrl } from '../support/databases.js';
import { ShopProcess } from '../support/shop-process.js';
import { eventually } from '../support/until.js';

const redisUrl = process.env['TEST_REDIS_URL'];

(testDatabaseUrl === undefined || redisUrl === undefined ? describe.skip : describe)(
  'the console on MySQL and Redis',
  () => {
    let database: Awaited<ReturnType<typeof createMysqlDatabase>>;
    let shop: ShopProcess;
    let desk: ConsoleClient;
    beforeAll(async () => {
      database = await createMysqlDatabase();
      const REDIS_URL = new URL('/14', redisUrl).href;
      shop = await ShopProcess.start({ NODE_ENV: 'development', DATABASE_URL: database.url, REDIS_URL });
      desk = new ConsoleClient(shop.url);
    });
    afterAll(async () => {
      await shop?.stop();
      await database?.drop();
    });

    const redis = async () => (await desk.get<{ stores: { redis: string } }>('/state')).data.stores.redis;

    it('follows an order from the request to what is sold', async () => {
      const feed = await desk.feed();
      const buyer = await desk.buyer('on-mysql');
      const orderId = await buyer.order();
      await buyer.pay(orderId);
      await buyer.becomes(orderId, 'PAID');
      await feed.until('stock', (one) => one['orderId'] === orderId && one['type'] === 'sold');
      await feed.until('inbox', ({ handler }) => handler === 'SellStockOnOrderPaid');
      const placing = await feed.until('trace.ended', ({ name }) => name === 'POST /api/v1/orders');
      expect((placing['spans'] as { kind: string }[]).map(({ kind }) => kind)).toContain('statement');
      const { data } = await desk.get<{ entries: { kind: string; title: string }[] }>(`/orders/${orderId}/timeline`);
      const told = data.entries.map(({ kind, title }) => `${kind} ${title}`);
      expect(told).toEqual(
        expect.arrayContaining(['event order.placed', 'reaction SellStockOnOrderPaid', 'stock sold']),
      );
      expect((await desk.get('/subscriptions')).status).toBe(200);
      feed.close();
    });

    it('freezes Redis: the shop goes on without it, and has it back when the fault is over', async () => {
      await eventually(redis, (state) => state === 'up');
      const buyer = await desk.buyer('frozen');
      expect((await desk.post('/faults/redis-frozen')).status).toBe(201);
      await eventually(redis, (state) => state === 'degraded');
      const orderId = await buyer.order();
      await buyer.pay(orderId);
      await buyer.becomes(orderId, 'PAID');
      expect((await desk.buyer('signs-in-meanwhile')).token).not.toBe('');
      expect((await fetch(`${shop.url}/health/ready`)).status).toBe(200);
      await desk.remove('/faults');
      await eventually(redis, (state) => state === 'up');
      expect(await desk.settledLights()).toEqual(['green', 'green', 'green', 'green']);
    });

    it('sells exactly what there is to many buyers, and loses nothing', async () => {
      await desk.post('/bursts', { buyers: 60, stock: 25 });
      const end = await eventually(
        async () => (await desk.get('/bursts')).data,
        ({ state }) => state !== 'running',
      );
      expect(end).toMatchObject({ state: 'done', codes: { 200: 25, 3001: 35 } });
      expect(end['outcome']).toEqual({ available: 0, reserved: 0, sold: 25, exact: true, invariants: 'green' });
      await assertInvariants(database.url);
    });
  },
);

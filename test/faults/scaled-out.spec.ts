import { randomUUID } from 'node:crypto';
import { startPrivateCluster } from '../../libs/platform/src/cache/testing/private-cluster.js';
import { type PrivateRedis, redisServerIsInstalled } from '../../libs/platform/src/cache/testing/private-redis.js';
import type { Api } from '../support/api.js';
import { Exposition } from '../support/exposition.js';
import { assertInvariants } from '../support/invariants.js';
import { MYSQL, Shop } from '../support/shop.js';
import { REAL_PATIENCE } from '../support/shop-process.js';
import { eventually, until } from '../support/until.js';
import type { Order } from '../support/views.js';
import { Journeys } from './support/journeys.js';
import { mariadbIsInstalled, PrivateMariadb } from './support/private-mariadb.js';
import { settled } from './support/settled.js';
import { Traffic } from './support/traffic.js';

const PROCESSES = 3;
/** A look at a replica every half second, which has half a second; the rest is for a busy machine, and far below what a statement may take here. */
const SILENCE_COSTS_MS = 1_000 + 19_000;

const all = mariadbIsInstalled && redisServerIsInstalled && MYSQL.isThere;
(all ? describe : describe.skip)('[F23, P51] a shop of three processes on replicas and a Redis Cluster', () => {
  let primary: PrivateMariadb;
  let replicas: PrivateMariadb[] = [];
  let cluster: PrivateRedis[] = [];
  let shop: Shop;
  let traffic: Traffic | undefined;
  let journeys: Journeys | undefined;
  const answered = { orders: [] as string[], refunds: [] as string[] };
  beforeAll(async () => {
    const [database, nodes] = await Promise.all([
      PrivateMariadb.startReplicated(2),
      startPrivateCluster(3, { replicated: true }),
    ]);
    ({ primary, replicas } = database);
    cluster = nodes;
    const environment = {
      REDIS_TIMEOUT: REAL_PATIENCE.REDIS_TIMEOUT,
      DATABASE_URL: primary.url,
      DATABASE_REPLICA_URLS: replicas.map(({ readerUrl }) => readerUrl).join(),
      REDIS_URL: cluster.map(({ url }) => url).join(),
      ORDER_UNPAID_MAX_PER_SHOPPER: '0',
      ORDER_PAYMENT_TTL: '15s',
      LOG_LEVEL: 'silent',
    };
    shop = await Shop.open({ stack: MYSQL, processes: PROCESSES, environment });
    await healthy();
  });
  afterEach(async () => {
    await traffic?.stop();
    await journeys?.abandon();
    traffic = journeys = undefined;
  });
  afterAll(async () => {
    for (const replica of replicas) replica.proceed();
    for (const node of cluster) node.thaw();
    await shop?.close();
    for (const server of [primary, ...replicas, ...cluster]) await server?.remove();
  });

  interface Health {
    readonly replicas: { readonly inUse: number };
    readonly redis: { readonly status: string };
  }
  const healthOf = async (url: string) =>
    ((await (await fetch(`${url}/health`)).json()) as { details: Health }).details;
  /** Each by itself: on a busy machine one of them may be too late for a look while the others are in time. */
  const everywhere = (so: (health: Health) => boolean) =>
    Promise.all(shop.urls.map((url) => until(async () => so(await healthOf(url)))));
  const inUse = (count: number) => everywhere(({ replicas: { inUse } }) => inUse === count);
  const redisIs = (status: string) => everywhere(({ redis }) => redis.status === status);
  const healthy = () => Promise.all([inUse(2), redisIs('up')]);
  const read = async (from: string) => {
    const figures = await Promise.all(shop.urls.map((url) => Exposition.of(url)));
    return figures.reduce((sum, one) => sum + (one.value('db_list_reads_total', { from }) ?? 0), 0);
  };

  /** Staff as their browser is: with the cookie that an answer to a change has left. */
  const afterChange = (headers: Headers, cookie: string) => {
    const [wrote = ''] = headers.getSetCookie().filter((one) => one.startsWith('jishi_wrote='));
    expect(wrote).toContain('Max-Age=3');
    return shop.api.as({ cookie: `${cookie}; ${wrote.split(';')[0]}` });
  };
  const signIn = async () => {
    const { headers } = await shop.api.post('/auth/staff/login', { username: 'owner', password: 'e2e-owner-password' });
    return headers.getSetCookie()[0]?.split(';')[0] ?? '';
  };
  const inList = async (staff: Api, id: string) =>
    (await staff.get<{ items: Order[] }>('/admin/orders?limit=100')).data.items.find((order) => order.id === id);

  /** From the catalogue to a parcel, with a look at the lists of staff after each change. */
  const aDay = async (openid: string) => {
    const { id: productId, skuId } = await shop.product(100);
    const cookie = await signIn();
    const shopper = await shop.shopper(openid);
    expect((await shop.api.get(`/products/${productId}`)).status).toBe(200);
    const placed = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 2 }] }, randomUUID());
    expect(placed.status).toBe(201);
    await shop.pay(shopper, placed.data.id);
    await eventually(
      () => shopper.get<Order>(`/orders/${placed.data.id}`),
      ({ data }) => data.status === 'PAID',
    );
    const shipment = { carrier: '顺丰', trackingNo: 'SF1234567890' };
    const owner = shop.api.as({ cookie });
    const shipped = await owner.post<Order>(`/admin/orders/${placed.data.id}/shipment`, shipment);
    expect(shipped.status).toBe(200);
    const staff = afterChange(shipped.headers, cookie);
    for (let process = 0; process < PROCESSES; process++)
      expect(await inList(staff, placed.data.id)).toMatchObject({ status: 'SHIPPED' });
    // Two seconds later everybody finds it, wherever they are read to.
    await eventually(
      () => inList(owner, placed.data.id),
      (order) => order?.status === 'SHIPPED',
    );
    answered.orders.push(placed.data.id);
  };

  const startTraffic = async () => {
    const { id } = await shop.product(1_000);
    const owner = shop.api.as({ cookie: await signIn() });
    traffic = new Traffic(
      {
        orders: () => owner.get('/admin/orders?page=1&pageSize=20'),
        refunds: () => owner.get('/admin/refunds'),
        goods: () => owner.get('/admin/products'),
        search: () => shop.api.get(`/products?q=${encodeURIComponent('龙井')}`),
        shelf: () => shop.api.get('/products'),
        product: () => shop.api.get(`/products/${id}`),
      },
      1,
    );
    journeys = await Journeys.begin(shop);
    return { traffic, journeys };
  };
  const allWereServed = async (running: { traffic: Traffic; journeys: Journeys }) => {
    const endedBefore = running.journeys.ended;
    await until(() => running.traffic.succeedsSince(performance.now() - 10_000));
    await until(() => running.journeys.ended > endedBefore);
    await running.traffic.stop();
    await running.journeys.stop();
    const { told, unanswered } = running.traffic;
    expect(unanswered).toEqual([]);
    expect(told.filter(({ status }) => status !== 200).map(({ what, status }) => `${what} ${status}`)).toEqual([]);
    expect(Math.max(...told.map(({ took }) => took))).toBeLessThan(SILENCE_COSTS_MS);
    answered.orders.push(...running.journeys.answered.orders);
    answered.refunds.push(...running.journeys.answered.refunds);
    await assertInvariants(shop.databaseUrl, { answered, settled: false });
  };

  it('reads its lists at the replicas, and every process knows what another has done', async () => {
    const before = await read('replica');
    for (const openid of ['oScaled1', 'oScaled2']) await aDay(openid);
    const { accessToken: token } = await shop.logIn('oSignsOut');
    const status = async (number: number) => (await shop.process(number).as({ token }).get('/users/me')).status;
    expect(await Promise.all([0, 1, 2].map(status))).toEqual([200, 200, 200]);
    await shop.process(0).as({ token }).post('/auth/logout');
    for (const number of [0, 1, 2])
      await eventually(
        () => status(number),
        (seen) => seen === 401,
      );
    // On a busy machine a replica may be too far behind for a while.
    const owner = shop.api.as({ cookie: await signIn() });
    await until(async () => {
      await owner.get('/admin/orders');
      return (await read('replica')) > before;
    });
    expect(await read('primary-instead')).toBe(0);
  });

  it('shows staff what they have just done, also while no replica has it yet', async () => {
    const { skuId } = await shop.product(10);
    const shopper = await shop.shopper('oJustNow');
    const { data } = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    const cookie = await signIn();
    const owner = shop.api.as({ cookie });
    await eventually(
      () => inList(owner, data.id),
      (order) => order !== undefined,
    );
    await Promise.all(replicas.map((replica) => replica.execute('STOP SLAVE SQL_THREAD')));
    const { headers } = await owner.post(`/admin/orders/${data.id}/cancel`);
    expect((await inList(afterChange(headers, cookie), data.id))?.status).toBe('CANCELLED');
    // Who brings no cookie learns it when the replicas are too old to be asked.
    await eventually(
      () => inList(owner, data.id),
      (order) => order?.status === 'CANCELLED',
    );
    await inUse(0);
    await Promise.all(replicas.map((replica) => replica.execute('START SLAVE SQL_THREAD')));
    await healthy();
  });

  it('goes on while one replica dies and the other falls silent, and comes back to both', async () => {
    const running = await startTraffic();
    const [one, other] = replicas;
    await one?.kill();
    await inUse(1);
    other?.stop();
    await inUse(0);
    const alone = performance.now();
    await until(() => running.traffic.succeedsSince(alone));
    other?.proceed();
    await inUse(1);
    await one?.restart();
    await inUse(2);
    const before = await read('replica');
    await until(async () => (await read('replica')) > before);
    await allWereServed(running);
  });

  it('goes on while a node of the cluster dies and its replica takes over', async () => {
    const running = await startTraffic();
    const [master] = cluster;
    await master?.kill();
    await until(async () => String(await cluster[3]?.command('ROLE')).startsWith('master'));
    await redisIs('up');
    await aDay('oFailedOver');
    await allWereServed(running);
    await master?.restart();
    await until(async () => String(await master?.command('CLUSTER', 'INFO')).includes('cluster_state:ok'));
    await healthy();
  });

  it('goes on without its cluster when slots are lost, and has it again when they are back', async () => {
    const running = await startTraffic();
    const lost = [cluster[1], cluster[4]];
    for (const node of lost) await node?.kill();
    await until(async () => String(await cluster[2]?.command('CLUSTER', 'INFO')).includes('cluster_state:fail'));
    await aDay('oWithoutSlots');
    for (const node of lost) await node?.restart();
    await redisIs('up');
    await allWereServed(running);
  });

  it('has lost nothing by all that', async () => {
    await settled(shop, { expiring: true });
    await assertInvariants(shop.databaseUrl, { wechat: shop.wechat.state(), answered });
    expect(answered.orders.length).toBeGreaterThan(20);
  });
});

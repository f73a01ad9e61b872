import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Api } from '../support/api.js';
import { changeDatabase, databaseRows } from '../support/database-rows.js';
import { createMysqlDatabase } from '../support/databases.js';
import { Exposition, type Family } from '../support/exposition.js';
import { MYSQL, Shop } from '../support/shop.js';
import { eventually, until } from '../support/until.js';
import type { Order, Refund } from '../support/views.js';

/** Tables of docs/metrics.md: `name`, type, labels, meaning. */
const DOCUMENTED = readFileSync(join(__dirname, '../../docs/metrics.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, name, type, labels = '', says] = /^\| `(\w+)` +\| (\w+) +\| (.*?) *\| (.*?) *\|$/.exec(line) ?? [];
    // The gateway's are held by gateway.spec.ts, the forecaster's by forecast.spec.ts.
    if (name === undefined || /^(haproxy|forecast)_/.test(name)) return [];
    return [{ name, type, labels: labels.replaceAll('`', ''), says }];
  });
/** What the library says of the process has names and texts of its own. */
const isTheLibrarys = ({ name }: { readonly name: string }) => /^(process|nodejs)_/.test(name);
const PROMTOOL = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((path) => existsSync(path));

/** One process, so that every figure is in one answer. */
(MYSQL.isThere ? describe : describe.skip)('the metrics of a shop on MySQL and Redis', () => {
  let shop: Shop;
  let shopper: Api;
  let owner: Api;
  let before: Exposition;
  let database: Awaited<ReturnType<typeof createMysqlDatabase>>;
  beforeAll(async () => {
    database = await createMysqlDatabase();
    // A replica that is never late.
    const DATABASE = { DATABASE_URL: database.url, DATABASE_REPLICA_URLS: database.url };
    shop = await Shop.open({ stack: MYSQL, processes: 1, environment: { ...DATABASE, DATABASE_SLOW_QUERY_MS: '0' } });
    await until(async () => ((await figures()).value('db_replica_up') ?? 0) === 1);
    [owner, shopper] = [await shop.owner(), await shop.shopper('oBuysWhatIsCounted')];
    before = await Exposition.of(shop.url);
  });
  afterEach(() => shop.wechat.clearFaults());
  afterAll(async () => {
    await shop?.close();
    await database?.drop();
  });

  const figures = () => Exposition.of(shop.url);
  const order = (skuId: string, quantity: number) =>
    shopper.post<Order>('/orders', { items: [{ skuId, quantity }] }, randomUUID());
  const once = (id: string, status: string) =>
    eventually(
      () => shopper.get<Order>(`/orders/${id}`),
      ({ data }) => data.status === status,
    );
  const grown = (after: Exposition, name: string, labels = {}) =>
    (after.value(name, labels) ?? 0) - (before.value(name, labels) ?? 0);

  it('count orders, money, refunds and shortages once, however often WeChat repeats itself', async () => {
    const { skuId } = await shop.product(3, 10_00);
    const { data: one } = await order(skuId, 2);
    await shop.pay(shopper, one.id, { duplicates: 3 });
    await once(one.id, 'PAID');
    expect((await order(skuId, 2)).code).toBe(3001);
    const { data: refund } = await shopper.post<Refund>(
      `/orders/${one.id}/refunds`,
      { reason: '不要了' },
      randomUUID(),
    );
    await owner.post(`/admin/refunds/${refund.id}/approval`);
    await once(one.id, 'REFUNDED');

    shop.wechat.addFault({ target: 'prepay', kind: 'errcode', value: 'PARAM_ERROR' });
    const { data: other } = await order(skuId, 1);
    await shopper.post(`/orders/${other.id}/payment`);

    const after = await figures();
    const counted = {
      orders_placed_total: 2,
      orders_placed_fen_total: 30_00,
      payments_paid_fen_total: 20_00,
      refunds_fen_total: 20_00,
      stock_shortages_total: 1,
      payment_order_to_paid_seconds_count: 1,
    };
    const seen = Object.keys(counted).map((name) => [name, grown(after, name)]);
    expect(Object.fromEntries(seen)).toEqual(counted);
    expect(grown(after, 'payments_total', { outcome: 'paid' })).toBe(1);
    expect(grown(after, 'payments_total', { outcome: 'failed' })).toBeGreaterThanOrEqual(1);
    expect(grown(after, 'refunds_total', { outcome: 'succeeded' })).toBe(1);
    expect(grown(after, 'payment_notification_duration_seconds_count', { outcome: 'taken' })).toBeGreaterThanOrEqual(4);
    const gathered = { gathering: 'orders' };
    expect(grown(after, 'gathering_batch_size_sum', gathered)).toBe(3);
  });

  it('tell of limits, notifications that are refused, calls to WeChat and the state of what the shop leans on', async () => {
    for (let tries = 0; tries < 7; tries++)
      await shop.api.post('/auth/staff/login', { username: 'nobody', password: 'a-wrong-password' });
    await fetch(`${shop.url}/api/v1/payments/wechat/notifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const after = await figures();
    expect(grown(after, 'rate_limited_requests_total', { limit: 'staff-address' })).toBe(2);
    expect(after.value('payment_notification_duration_seconds_count', { outcome: 'refused' })).toBe(1);
    expect(after.value('wechat_request_duration_seconds_count', { api: 'code2session', outcome: 'ok' })).toBe(1);
    expect(after.value('wechat_circuit_open', { circuit: 'code2session' })).toBe(0);
    expect(after.value('redis_up')).toBe(1);
    expect(after.value('db_pool_max_connections', { server: 'primary' })).toBe(20);
    const open =
      (after.value('db_pool_connections') ?? 0) - (after.value('db_pool_connections', { state: 'idle' }) ?? 0);
    expect(open).toBe(after.value('db_pool_connections', { state: 'in_use' }));
    expect(after.value('db_pool_connections')).toBeGreaterThan(0);
    expect(after.value('db_pool_wait_seconds_count')).toBeGreaterThan(10);
    expect(after.value('db_slow_queries_total')).toBeGreaterThan(10);
    expect(after.value('cache_requests_total', { cache: 'shoppers', level: 'process', result: 'hit' })).toBeGreaterThan(
      0,
    );
    const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
    expect(after.value('jishi_build_info', { version })).toBe(1);
    await eventually(figures, (told) => (told.value('job_duration_seconds_count', { job: 'OutboxPoller' }) ?? 0) > 0);
  });

  it('tell how long events wait, and which reactions have not had those that are dead', async () => {
    const [paid] = await databaseRows<{ id: string }>(
      shop.databaseUrl,
      "SELECT id FROM outbox WHERE type = 'order.paid' LIMIT 1",
    );
    const id = paid?.id ?? '';
    // As if one of the two reactions had failed for good.
    await changeDatabase(shop.databaseUrl, `UPDATE outbox SET status = 'dead' WHERE id = '${id}'`);
    await changeDatabase(
      shop.databaseUrl,
      `DELETE FROM inbox WHERE event_id = '${id}' AND handler = 'TellShopperOnOrderPaid'`,
    );
    const told = await eventually(
      figures,
      (seen) => seen.value('outbox_dead_deliveries', { handler: 'TellShopperOnOrderPaid' }) === 1,
    );
    expect(told.value('outbox_dead_deliveries')).toBe(1);
    expect(told.value('outbox_dead_deliveries', { handler: 'SellStockOnOrderPaid' })).toBe(0);
    expect(told.value('outbox_pending_deliveries')).toBe(0);
    expect(told.value('outbox_oldest_delivery_age_seconds')).toBe(0);
    expect(told.value('payments_pending')).toBe(0);
  });

  const familiesOf = ({ families }: Exposition) =>
    families.map(({ name, type, help, samples }) => ({ name, type, labels: labelsOf(samples), says: help }));

  it('are those of docs/metrics.md, no more and no fewer, with their types and labels', async () => {
    const told = familiesOf(await figures());
    const bare = (all: readonly { name: string; type?: string; labels: string }[]) =>
      // Some of the library's have labels only now and then.
      all.map((one) => `${one.name} ${one.type} ${isTheLibrarys(one) ? '' : one.labels}`).sort();
    expect(bare(told)).toEqual(bare(DOCUMENTED));
    const texts = (all: readonly { name: string; says?: string }[]) =>
      Object.fromEntries(all.filter((one) => !isTheLibrarys(one)).map(({ name, says }) => [name, says]));
    expect(texts(told)).toEqual(texts(DOCUMENTED));
  });

  it('are named as Prometheus names things', async () => {
    const { families } = await figures();
    for (const { name, type } of families.filter((family) => !isTheLibrarys(family))) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      if (type === 'histogram') expect(name).toMatch(/_(seconds|size)$/);
    }
  });

  (PROMTOOL === undefined && process.env['CI'] !== 'true' ? it.skip : it)('pass promtool check metrics', async () => {
    const { text } = await figures();
    const { status, stdout, stderr } = spawnSync(PROMTOOL ?? 'promtool', ['check', 'metrics'], { input: text });
    const said = `${stdout.toString()}${stderr.toString()}`.split('\n').filter((line) => line !== '');
    // 3: it would like other names. The library's are what dashboards for Node expect.
    expect([0, 3]).toContain(status);
    expect(said.filter((line) => !/^(process|nodejs)_/.test(line))).toEqual([]);
  });

  it('[F05] are told while the database does not answer, but for those that are read from it', async () => {
    await shop.stop();
    await shop.start(1, { DATABASE_QUERY_TIMEOUT: '1s' });
    expect((await figures()).value('payments_pending')).toBe(0);
    const intruder = await createConnection({ uri: shop.databaseUrl });
    await intruder.query('LOCK TABLES payments WRITE, outbox WRITE');
    try {
      // What was read before is good for some seconds.
      const told = await eventually(figures, (seen) => seen.value('payments_pending') === undefined);
      expect(told.value('redis_up')).toBe(1);
      await eventually(figures, (seen) => seen.value('outbox_pending_deliveries') === undefined);
      await eventually(figures, (seen) => (seen.value('db_unavailable_total') ?? 0) > 0);
    } finally {
      await intruder.end();
    }
    await eventually(figures, (seen) => seen.value('payments_pending') === 0);
  });
});

/** Sorted and without those that all histograms and summaries have. */
function labelsOf(samples: Family['samples']): string {
  const names = new Set(samples.flatMap(({ labels }) => Object.keys(labels)));
  return [...names]
    .filter((name) => name !== 'le' && name !== 'quantile')
    .sort()
    .join(', ');
}

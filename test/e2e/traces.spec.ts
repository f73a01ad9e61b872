import { randomBytes, randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { WechatTap } from '../support/canary/wechat-tap.js';
import { databaseRows } from '../support/database-rows.js';
import { OtlpCollector } from '../support/otlp-collector.js';
import type { SentSpan } from '../support/otlp-spans.js';
import { onEachStack, Shop } from '../support/shop.js';
import { freePort, ShopProcess } from '../support/shop-process.js';
import { eventually } from '../support/until.js';
import type { Order } from '../support/views.js';

interface Line {
  readonly msg: string;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly user?: string;
  readonly route?: string;
}

const linesOf = (output: string) =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

/** What a gateway sends with a request. */
function gatewayTrace() {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, headers: { traceparent: `00-${traceId}-${spanId}-01` } };
}

onEachStack((stack) => {
  let collector: OtlpCollector;
  let tap: WechatTap;
  let shop: Shop;
  let shopper: Api;
  let skuId: string;
  const placing = gatewayTrace();
  const paying = gatewayTrace();
  const many = Array.from({ length: 40 }, gatewayTrace);
  let order: Order;
  let together: Order[];
  beforeAll(async () => {
    collector = await OtlpCollector.open();
    tap = await WechatTap.open();
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'tea',
      LOG_LEVEL: 'info',
      // Counted in Redis.
      RATE_LIMIT_PER_MINUTE: '100000',
      ORDER_UNPAID_MAX_PER_SHOPPER: '0',
      WECHAT_API_BASE_URL: tap.url,
      WECHAT_PAY_BASE_URL: tap.url,
    };
    shop = await Shop.open({ stack, processes: 1, environment });
    tap.pointTo(shop.wechat.url);
    shopper = await shop.shopper('oTraced');
    ({ skuId } = await shop.product(100));
    // By now there is a key for the names of people.
    await eventually(
      async () => {
        await shopper.get('/users/me');
        return linesOf(shop.output);
      },
      (lines) => lines.some(({ user }) => user !== undefined),
    );
    const place = async ({ headers }: { headers: Record<string, string> }, remark: string | null = null) => {
      const body = { items: [{ skuId, quantity: 1 }], remark };
      return (await shopper.call<Order>('POST', '/orders', { body, key: randomUUID(), headers })).data;
    };
    order = await place(placing, '不要葱');
    await shopper.call('POST', `/orders/${order.id}/payment`, { headers: paying.headers });
    await shop.pay(shopper, order.id);
    await eventually(
      () => shopper.get<Order>(`/orders/${order.id}`),
      ({ data }) => data.status === 'PAID',
    );
    together = await Promise.all(many.map((one) => place(one)));
    await shop.stop();
  });
  afterAll(async () => {
    await shop?.close();
    await tap?.close();
    await collector?.close();
  });

  const parentOf = (span: SentSpan) => collector.spans.find(({ spanId }) => spanId === span.parentId);
  const namesIn = (traceId: string) => collector.ofTrace(traceId).map(({ name }) => name);

  it('makes one trace of a request, from the gateway through route, use case, database and cache to WeChat', () => {
    const [request] = collector.ofTrace(placing.traceId).filter(({ kind }) => kind === 'server');
    expect(request).toMatchObject({
      name: 'POST /api/v1/orders',
      parentId: placing.spanId,
      facts: { 'http.route': '/api/v1/orders', 'http.response.status_code': 201 },
      resource: { 'service.name': 'tea' },
    });
    const names = namesIn(placing.traceId);
    const said = (text: RegExp) => expect.stringMatching(text) as string;
    expect(names).toEqual(
      expect.arrayContaining(['gathered orders', 'WeChat msg_sec_check', said(/INSERT outbox/), said(/COMMIT$/)]),
    );
    if (stack.database === 'mysql') expect(names).toContain('EVAL');
    expect(namesIn(paying.traceId)).toEqual(expect.arrayContaining(['WeChat prepay', said(/SELECT orders/)]));
    const [commit] = collector.ofTrace(placing.traceId).filter(({ name }) => name.endsWith('COMMIT'));
    expect(commit && parentOf(commit)?.name).toBe('gathered orders');
  });

  it('gives statements with placeholders and never with values', () => {
    const texts = collector.spans.flatMap(({ facts }) => facts['db.query.text'] ?? []);
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter((text) => String(text).includes(order.id))).toEqual([]);
    expect(texts.filter((text) => String(text).includes('?')).length).toBeGreaterThan(20);
  });

  it('makes a trace of each reaction that leads back to the request that caused it', () => {
    const settling = collector.named('SettleOrderOnPaymentSucceeded').find(({ kind }) => kind === 'consumer');
    const [link] = settling?.links ?? [];
    const notified = collector.ofTrace(link?.traceId ?? '').map(({ name }) => name);
    expect(notified).toContain('POST /api/v1/payments/wechat/notifications');
    const selling = collector
      .named('SellStockOnOrderPaid')
      .find(({ facts }) => facts['jishi.aggregate.id'] === order.id);
    expect(selling).toMatchObject({ kind: 'consumer', parentId: '', links: [{ traceId: settling?.traceId }] });
    expect(namesIn(selling?.traceId ?? '').join()).toContain('INSERT inbox');
  });

  it('links a list of orders with each request that waits in it, and their events with their own', async () => {
    const lists = collector.named('gathered orders').filter(({ facts }) => Number(facts['jishi.gathered']) > 1);
    // SQLite is done with one order before the next has arrived.
    if (stack.database === 'mysql') expect(lists.length).toBeGreaterThan(0);
    for (const list of lists) {
      expect(list.parentId).toBe('');
      expect(list.links).toHaveLength(Number(list.facts['jishi.gathered']));
      for (const { traceId } of list.links) {
        expect(many.map((one) => one.traceId)).toContain(traceId);
        // And back.
        const linked = collector.ofTrace(traceId).flatMap(({ links }) => links.map((link) => link.traceId));
        expect(linked).toContain(list.traceId);
      }
    }
    const rows = await databaseRows<{ aggregate_id: string; traceparent: string }>(
      shop.databaseUrl,
      `SELECT aggregate_id, traceparent FROM outbox WHERE type = 'order.placed'`,
    );
    const traceOf = new Map(rows.map((row) => [row.aggregate_id, row.traceparent.split('-')[1]]));
    expect(together.map(({ id }) => traceOf.get(id))).toEqual(many.map(({ traceId }) => traceId));
    expect(traceOf.get(order.id)).toBe(placing.traceId);
  });

  it('does not tell WeChat of our traces', () => {
    const told = tap.requests.map(({ text }) => text);
    expect(told.some((text) => text.includes('/v3/pay/transactions/jsapi'))).toBe(true);
    expect(
      told.filter((text) => /traceparent|tracestate|baggage/i.test(text) || text.includes(paying.traceId)),
    ).toEqual([]);
  });

  it('makes no trace of what nobody asked for: probes, and jobs that find nothing to do', () => {
    const roots = collector.spans.filter(({ parentId }) => parentId === '');
    expect(roots.map(({ name }) => name).filter((name) => /health|SELECT|UPDATE|Poller/.test(name))).toEqual([]);
  });

  it('writes one line a request with its trace and a name that stands for the user', () => {
    const [line] = linesOf(shop.output).filter(({ traceId, msg }) => traceId === placing.traceId && msg === 'request');
    expect(line).toMatchObject({ route: '/api/v1/orders', user: expect.stringMatching(/^[\w-]{16}$/) });
    const mine = linesOf(shop.output).filter(({ route }) => route === '/api/v1/users/me');
    expect(new Set(mine.map(({ user }) => user ?? line?.user))).toEqual(new Set([line?.user]));
    const [span] = collector.named('POST /api/v1/orders');
    expect(span?.facts['enduser.pseudo.id']).toBe(line?.user);
  });
});

describe('a collector', () => {
  let shop: ShopProcess | null = null;
  let collector: OtlpCollector;
  beforeEach(async () => {
    collector = await OtlpCollector.open();
  });
  afterEach(async () => {
    await shop?.kill();
    await collector.close();
  });
  const start = async (environment: Record<string, string>) => {
    return (shop = await ShopProcess.start({ DATABASE_URL: 'sqlite::memory:', ...environment }));
  };
  const ask = async (server: ShopProcess) => (await fetch(`${server.url}/api/v1/categories`)).status;

  it.each<[string, () => Promise<string>]>([
    ['is not there', async () => `http://127.0.0.1:${await freePort()}`],
    ['never answers', async () => ((collector.status = null), collector.url)],
    ['refuses them', async () => ((collector.status = 500), collector.url)],
  ])('that %s disturbs nobody, and the process ends in time', async (_, endpoint) => {
    const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: await endpoint() });
    for (let n = 0; n < 20; n++) expect(await ask(server)).toBe(200);
    const { code } = await server.terminate();
    expect(code).toBe(0);
    expect(server.output).toMatch(/does not take traces, they are lost|The last spans could not be sent/);
    expect(server.output).not.toContain('Not all that was in flight could be finished');
  });

  it.each<[string, Record<string, string>, number]>([
    ['none of them', { OTEL_TRACES_SAMPLER: 'always_off' }, 0],
    ['none of them', { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, 0],
    ['all of them', {}, 5],
  ])('is sent %s, as %j has it', async (_, sampling, expected) => {
    const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...sampling });
    for (let n = 0; n < 5; n++) await ask(server);
    await server.stop();
    expect(collector.named('GET /api/v1/categories')).toHaveLength(expected);
  });

  it('is sent the headers it asks for, such as its token', async () => {
    const OTEL_EXPORTER_OTLP_HEADERS = 'x-collector-token=abc';
    const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, OTEL_EXPORTER_OTLP_HEADERS });
    await ask(server);
    await server.stop();
    expect(collector.headers).toMatchObject({ 'x-collector-token': 'abc', 'content-type': 'application/x-protobuf' });
    expect(collector.named('GET /api/v1/categories')).toHaveLength(1);
  });
});

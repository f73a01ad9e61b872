import { randomUUID } from 'node:crypto';
import type { Answer, Api } from '../support/api.js';
import { createMysqlDatabase } from '../support/databases.js';
import { assertInvariants } from '../support/invariants.js';
import { MYSQL, Shop } from '../support/shop.js';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { eventually, until } from '../support/until.js';
import type { Order, Page, Refund, Stock, StoredEvent } from '../support/views.js';
import { LostCommits } from './support/lost-commits.js';

(MYSQL.isThere ? describe : describe.skip)('[F04, I3] a COMMIT that is carried out and whose answer gets lost', () => {
  const commits = new LostCommits();
  let way: TcpProxy;
  let shop: Shop;
  let shopper: Api;
  let owner: Api;
  let skuId: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const made = await createMysqlDatabase();
    drop = made.drop;
    const url = new URL(made.url);
    way = await openTcpProxy(url.hostname, Number(url.port || 3306), { listen: commits.listen });
    [url.hostname, url.port] = ['127.0.0.1', `${way.port}`];
    const environment = { DATABASE_URL: url.href, DATABASE_QUERY_TIMEOUT: '1s', LOG_LEVEL: 'silent' };
    const notificationRetryDelaysMs = [200, 200, 200];
    shop = await Shop.open({ stack: MYSQL, processes: 1, environment, notificationRetryDelaysMs });
    [shopper, owner] = [await shop.shopper('oRepeats'), await shop.owner()];
    ({ skuId } = await shop.product(100));
  });
  afterAll(async () => {
    await shop?.close();
    await way?.close();
    await drop?.();
  });
  afterEach(async () => {
    await until(async () => {
      const { data } = await owner.get<Page<StoredEvent>>('/admin/events?status=pending');
      return data.items.length === 0;
    });
    await assertInvariants(shop.databaseUrl, { wechat: shop.wechat.state() });
  });

  const items = () => [{ skuId, quantity: 1 }];
  const place = (key: string) => shopper.post<Order>('/orders', { items: items() }, key);
  const placed = async () => (await place(randomUUID())).data;
  const orders = async () => (await shopper.get<Page<Order>>('/orders?limit=100')).data.items;
  const read = (id: string) => shopper.get<Order>(`/orders/${id}`).then(({ data }) => data);

  /** What is answered when the answer to the COMMIT of a transaction that says `of` is lost. */
  const lost = async <T>(of: RegExp, how: 'silence' | 'reset', ask: () => Promise<Answer<T>>) => {
    const [answer] = await Promise.all([ask(), commits.lose(of, how)]);
    return answer;
  };

  for (const how of ['silence', 'reset'] as const) {
    it(`is refused with 503, and read back with the idempotency key: one order (${how})`, async () => {
      const [key, before] = [randomUUID(), await orders()];
      const refused = await lost(/INSERT INTO orders /, how, () => place(key));
      expect(refused).toMatchObject({ status: 503, code: 503 });
      expect(refused.headers.get('retry-after')).not.toBeNull();
      const repeated = await place(key);
      expect(repeated.status).toBe(201);
      expect(repeated.headers.get('idempotency-replayed')).toBe('true');
      const after = await orders();
      expect(after.map(({ id }) => id)).toEqual([repeated.data.id, ...before.map(({ id }) => id)]);
    });
  }

  it('adjusts the stock once', async () => {
    const path = `/admin/stock/${skuId}`;
    const before = (await owner.get<Stock>(path)).data;
    const key = randomUUID();
    const adjust = () => owner.post<Stock>(`${path}/adjustments`, { delta: 5, reason: '盘点' }, key);
    expect((await lost(/INSERT INTO idempotency_keys/, 'reset', adjust)).status).toBe(503);
    const repeated = await adjust();
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    expect(repeated.data.available).toBe(before.available + 5);
  });

  it('takes money once, whoever tells of it again', async () => {
    const { id } = await placed();
    const told = commits.lose(/UPDATE .?payments.? SET .*succeeded/, 'reset');
    const { outTradeNo } = await shop.pay(shopper, id);
    await told;
    await eventually(
      () => read(id),
      ({ status }) => status === 'PAID',
    );
    await until(() =>
      shop.wechat.state().notifications.some((one) => one.outTradeNo === outTradeNo && one.status === 'delivered'),
    );
    const sync = await shopper.post<Order>(`/orders/${id}/payment/sync`);
    expect(sync.data).toMatchObject({ status: 'PAID', refunds: [] });
  });

  it('cancels once, and releases the stock once', async () => {
    const { id } = await placed();
    const before = (await owner.get<Stock>(`/admin/stock/${skuId}`)).data;
    const cancel = () => shopper.post<Order>(`/orders/${id}/cancel`);
    expect((await lost(/UPDATE .?orders.? SET .*CANCELLED/, 'silence', cancel)).status).toBe(503);
    expect((await cancel()).data.status).toBe('CANCELLED');
    await eventually(
      async () => (await owner.get<Stock>(`/admin/stock/${skuId}`)).data,
      ({ available, reserved }) => available === before.available + 1 && reserved === before.reserved - 1,
    );
  });

  it('asks for one refund, and sends the money once', async () => {
    const { id } = await placed();
    await shop.pay(shopper, id);
    await eventually(
      () => read(id),
      ({ status }) => status === 'PAID',
    );
    const key = randomUUID();
    const ask = () => shopper.post<Refund>(`/orders/${id}/refunds`, { reason: '不想要了' }, key);
    expect((await lost(/INSERT INTO .?order_refunds/, 'reset', ask)).status).toBe(503);
    const repeated = await ask();
    expect(repeated.status).toBe(201);
    const approve = () => owner.post<Refund>(`/admin/refunds/${repeated.data.id}/approval`);
    expect((await lost(/UPDATE .?order_refunds.? SET/, 'reset', approve)).status).toBe(503);
    expect((await approve()).code).toBe(4002);
    const order = await eventually(
      () => read(id),
      ({ status }) => status === 'REFUNDED',
    );
    expect(order.refunds).toHaveLength(1);
    expect(shop.wechat.state().refunds.filter((one) => one.outRefundNo === `R${repeated.data.id}`)).toHaveLength(1);
  });
});

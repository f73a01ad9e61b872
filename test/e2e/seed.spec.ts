import { randomUUID } from 'node:crypto';
import { databaseRows } from '../support/database-rows.js';
import type { Api } from '../support/api.js';
import { expectStockToAddUp } from '../support/ledger.js';
import { onEachStack, Shop } from '../support/shop.js';
import { ShopProcess } from '../support/shop-process.js';
import { eventually, until } from '../support/until.js';
import type { Order, Page, Refund } from '../support/views.js';

const ORDERS = 300;
const SHIPMENT = { carrier: '中通快递', trackingNo: 'ZT0123456789' };

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  beforeAll(async () => {
    shop = await Shop.open({ stack, processes: 1, trusting: true });
    owner = await shop.owner();
    await seed();
  });
  afterAll(() => shop?.close());

  const seed = async () => {
    const exit = await shop.run('seed', '--products', '20', '--orders', `${ORDERS}`, '--seed', '7');
    expect(exit).toMatchObject({ code: 0, stderr: [] });
    return exit.stdout;
  };
  const rows = <T>(sql: string) => databaseRows<T>(shop.databaseUrl, sql);
  const count = async (sql: string) => Number((await rows<{ n: unknown }>(`SELECT COUNT(*) AS n FROM ${sql}`))[0]?.n);
  const anOrder = async (status: string) => {
    const [found] = await rows<{ id: string; account: string }>(
      `SELECT orders.id, account FROM orders JOIN wechat_identities ON user_id = customer_id
       WHERE status = '${status}' AND NOT EXISTS (SELECT 1 FROM order_refunds WHERE order_id = orders.id) LIMIT 1`,
    );
    const customer = await shop.shopper(found?.account ?? '');
    const see = async () => (await customer.get<Order>(`/orders/${found?.id}`)).data;
    return { id: found?.id ?? '', customer, see, order: await see() };
  };

  const reservationIs = (orderId: string, status: string) =>
    until(async () => (await count(`stock_reservations WHERE order_id = '${orderId}' AND status = '${status}'`)) === 1);

  it('makes up orders in every status, and each is paid for as its status says', async () => {
    const statuses = await rows<{ status: string }>('SELECT DISTINCT status FROM orders');
    const every = ['CANCELLED', 'COMPLETED', 'CREATED', 'PAID', 'REFUNDED', 'SHIPPED'];
    expect(statuses.map(({ status }) => status).sort()).toEqual(every);
    expect(await count('orders')).toBe(ORDERS);
    expect(
      await count(`orders LEFT JOIN payments ON payments.id = payment_id AND payments.status = 'succeeded'
        AND amount_fen = total_fen AND payments.order_id = orders.id AND payments.paid_at = orders.paid_at
        WHERE (orders.status IN ('CREATED', 'CANCELLED')) = (payments.id IS NOT NULL)`),
    ).toBe(0);
    expect(await count(`payments WHERE status NOT IN ('succeeded', 'closed') OR next_check_at IS NOT NULL`)).toBe(0);
    expect(
      await count(`order_refunds LEFT JOIN payment_refunds ON payment_refunds.id = order_refunds.id
        AND payment_refunds.amount_fen = order_refunds.amount_fen AND payment_refunds.status = 'succeeded'
        WHERE (order_refunds.status = 'SUCCEEDED') <> (payment_refunds.id IS NOT NULL)`),
    ).toBe(0);
    expect(
      await count(`orders WHERE (status = 'REFUNDED') <> (total_fen = COALESCE((SELECT SUM(amount_fen)
        FROM order_refunds WHERE order_id = orders.id AND order_refunds.status = 'SUCCEEDED'), 0))`),
    ).toBe(0);
    expect(
      await count(`orders WHERE total_fen <> (SELECT SUM(unit_price_fen * quantity) FROM order_lines
      WHERE order_id = orders.id) + freight_fen - discount_fen`),
    ).toBe(0);
  });

  it('leaves a ledger that adds up, and that was never below nothing', async () => {
    const items =
      await rows<Record<'sku_id' | 'available' | 'reserved' | 'sold', unknown>>('SELECT * FROM stock_items');
    const movements = await rows<Record<'sku_id' | 'type' | 'quantity', unknown>>(
      'SELECT sku_id, type, quantity FROM stock_movements ORDER BY moved_at, id',
    );
    for (const { sku_id, ...item } of items) {
      const mine = movements.filter((movement) => movement.sku_id === sku_id);
      let available = 0;
      for (const { quantity } of mine) expect((available += Number(quantity))).toBeGreaterThanOrEqual(0);
      expect(available).toBe(Number(item.available));
      const came = mine.filter(({ type }) => type === 'initial' || type === 'adjusted');
      const total = came.reduce((sum, { quantity }) => sum + Number(quantity), 0);
      expect(Number(item.available) + Number(item.reserved) + Number(item.sold)).toBe(total);
      expect(mine[0]?.type).toBe('initial');
    }
    expect(
      await count(`orders JOIN stock_reservations ON order_id = id WHERE
      (stock_reservations.status = 'reserved') <> (orders.status = 'CREATED') OR
      (stock_reservations.status = 'released') <> (orders.status = 'CANCELLED')`),
    ).toBe(0);
    expect(await count('stock_reservations')).toBe(ORDERS);
  });

  it('seals what is personal', async () => {
    const sealed = await rows<Record<string, string | null>>(
      'SELECT phone FROM users UNION SELECT content FROM user_addresses UNION SELECT address FROM orders UNION SELECT remark FROM orders UNION SELECT reason FROM order_refunds',
    );
    const texts = sealed.map(({ phone }) => phone).filter((text) => text !== null);
    expect(texts.length).toBeGreaterThan(ORDERS / 2);
    for (const text of texts) expect(text).toMatch(/^v1\./);
    expect((await anOrder('COMPLETED')).order.items.length).toBeGreaterThan(0);
  });

  it('makes orders that go on as others do: an unpaid one is cancelled', async () => {
    const { id, customer, order } = await anOrder('CREATED');
    const skuId = order.items[0]?.skuId ?? '';
    const { available } = await expectStockToAddUp(owner, skuId);
    expect((await customer.post<Order>(`/orders/${id}/cancel`)).data.status).toBe('CANCELLED');
    await reservationIs(id, 'released');
    const stock = await expectStockToAddUp(owner, skuId);
    expect(stock.available).toBe(available + (order.items[0]?.quantity ?? 0));
  });

  it('a paid one is refunded', async () => {
    const { id, customer, see, order } = await anOrder('PAID');
    const asked = await customer.post<Refund>(`/orders/${id}/refunds`, { reason: '不想要了' }, randomUUID());
    expect(asked.data.amountFen).toBe(order.totalFen);
    await owner.post(`/admin/refunds/${asked.data.id}/approval`);
    const { refunds } = await eventually(see, ({ status }) => status === 'REFUNDED');
    expect(refunds).toMatchObject([{ status: 'SUCCEEDED', reason: '不想要了' }]);
    await reservationIs(id, 'returned');
    await expectStockToAddUp(owner, order.items[0]?.skuId ?? '');
  });

  it('another is shipped and received', async () => {
    const { id, customer } = await anOrder('PAID');
    expect((await owner.post<Order>(`/admin/orders/${id}/shipment`, SHIPMENT)).data.status).toBe('SHIPPED');
    expect((await customer.post<Order>(`/orders/${id}/receipt`)).data.status).toBe('COMPLETED');
    const dead = await owner.get<Page<unknown>>('/admin/events?status=dead');
    expect(dead.data.items).toEqual([]);
  });

  it('adds as much again with the same seed: the same goods and orders for other people', async () => {
    expect(await seed()).toContain('_simulator/login');
    expect(await count('orders')).toBe(2 * ORDERS);
    expect(
      await count('(SELECT name, price_fen FROM products GROUP BY name, price_fen HAVING COUNT(*) % 2 = 1) AS odd'),
    ).toBe(0);
    expect(await count('(SELECT total_fen FROM orders GROUP BY total_fen HAVING COUNT(*) % 2 = 1) AS odd')).toBe(0);
    expect(await count('categories')).toBe(8);
  });
});

describe('seeding refuses', () => {
  const refusal = async (environment: Record<string, string>, ...args: string[]) => {
    const { code, stderr } = await ShopProcess.run(
      { DATABASE_URL: 'sqlite::memory:', ...environment },
      'seed',
      ...args,
    );
    expect(code).toBe(1);
    return stderr.join('\n');
  };

  it('production, and whoever does not say that it is none', async () => {
    for (const NODE_ENV of ['production', '']) expect(await refusal({ NODE_ENV })).toMatch(/not for production/);
  });

  it('arguments that make no sense, and says how they are meant', async () => {
    expect(await refusal({}, '--orders', 'many')).toMatch(/--orders many: expected an integer[^]*npm run seed/);
  });
});

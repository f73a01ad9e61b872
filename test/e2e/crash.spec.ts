import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { changeDatabase } from '../support/database-rows.js';
import { expectStockToAddUp } from '../support/ledger.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order, Page, Stock, StoredEvent } from '../support/views.js';

const ORDERS = 24;
const ACKNOWLEDGED = ORDERS / 2;

/** Lets no order become paid, as if the server died before it came to it, every time. */
const HOLD = {
  sqlite: `CREATE TRIGGER hold_orders BEFORE UPDATE ON orders BEGIN SELECT RAISE(ABORT, 'held by a test'); END`,
  mysql: `CREATE TRIGGER hold_orders BEFORE UPDATE ON orders FOR EACH ROW SIGNAL SQLSTATE '45000'`,
};
const RELEASE = 'DROP TRIGGER hold_orders';

onEachStack((stack) => {
  let shop: Shop;
  beforeAll(async () => {
    const environment = { ORDER_UNPAID_MAX_PER_SHOPPER: '0', LOG_LEVEL: 'silent' };
    // WeChat does not come again: whatever is delivered later, the shop remembered by itself.
    shop = await Shop.open({ stack, processes: 1, environment, notificationRetryDelaysMs: [] });
  });
  afterAll(() => shop?.close());

  it('[F03, I3] delivers after a restart what it had committed and not delivered when it was killed', async () => {
    await changeDatabase(shop.databaseUrl, HOLD[stack.database]);
    const { skuId, shopper, orders } = await notifiedTogether();
    const acknowledged = await killedWhileWorking(orders);
    await changeDatabase(shop.databaseUrl, RELEASE);

    // What the crash left behind; without background jobs nothing of it is delivered.
    await shop.start(1, { BACKGROUND_JOBS: 'off' });
    expect(await undelivered(await shop.owner())).toBeGreaterThanOrEqual(acknowledged.length);
    expect(await statusesOf(shopper, acknowledged)).toEqual(acknowledged.map(() => 'CREATED'));
    await shop.stop();

    await shop.start(1);
    await eventually(
      () => statusesOf(shopper, acknowledged),
      (statuses) => statuses.every((status) => status === 'PAID'),
    );
    for (const id of orders.keys()) await shopper.post(`/orders/${id}/payment/sync`);
    const owner = await shop.owner();
    await eventually(
      async () => (await owner.get<Stock>(`/admin/stock/${skuId}`)).data.sold,
      (sold) => sold >= ORDERS,
    );
    expect(await statusesOf(shopper, [...orders.keys()])).toEqual([...orders].map(() => 'PAID'));
    expect(await expectStockToAddUp(owner, skuId)).toMatchObject({ available: 0, reserved: 0, sold: ORDERS });
    await eventually(
      () => undelivered(owner),
      (count) => count === 0,
    );
    expect((await owner.get<Page<StoredEvent>>('/admin/events?status=dead')).data.items).toEqual([]);
  });

  /** Orders that are paid at WeChat and whose notifications are on their way; order id → attempt number. */
  async function notifiedTogether() {
    const { skuId } = await shop.product(ORDERS);
    const shopper = await shop.shopper('oCrash');
    const orders = new Map<string, string>();
    for (let n = 0; n < ORDERS; n++) {
      const { data } = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
      orders.set(data.id, (await shop.pay(shopper, data.id, { notify: false })).outTradeNo);
    }
    for (const outTradeNo of orders.values()) shop.wechat.resendNotification({ outTradeNo });
    return { skuId, shopper, orders };
  }

  /** Kills the server when it has acknowledged half of the notifications; answers the orders of these. */
  async function killedWhileWorking(orders: ReadonlyMap<string, string>): Promise<string[]> {
    const delivered = () =>
      new Set(
        shop.wechat
          .state()
          .notifications.filter(({ status }) => status === 'delivered')
          .map(({ outTradeNo }) => outTradeNo),
      );
    const acknowledged = () => [...orders].filter(([, attemptNo]) => delivered().has(attemptNo)).map(([id]) => id);
    while (acknowledged().length < ACKNOWLEDGED) await new Promise(setImmediate);
    await shop.kill();
    return acknowledged();
  }
});

async function statusesOf(shopper: Api, orderIds: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(orderIds.map((id) => shopper.get<Order>(`/orders/${id}`)));
  return answers.map(({ data }) => data.status);
}

async function undelivered(owner: Api): Promise<number> {
  return (await owner.get<Page<StoredEvent>>('/admin/events?status=pending&limit=100')).data.items.length;
}

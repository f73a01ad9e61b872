import { randomUUID } from 'node:crypto';
import type { Answer, Api } from '../support/api.js';
import { databaseRows } from '../support/database-rows.js';
import { expectStockToAddUp, movementsOf } from '../support/ledger.js';
import { persistently } from '../support/persistently.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order } from '../support/views.js';

const BUYERS = 200;
const STOCK = 100;
const DUPLICATES = 1_000;

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  beforeAll(async () => {
    shop = await Shop.open({ stack });
    owner = await shop.owner();
  });
  afterAll(() => shop?.close());

  it(`[F01, I1] sells exactly ${STOCK} to ${BUYERS} buyers who come at once`, async () => {
    const { skuId } = await shop.product(STOCK);
    const buyers = await Promise.all(Array.from({ length: BUYERS }, (_, n) => shop.shopper(`oBuyer${n}`)));
    // Every tenth names the SKU on two lines, which must count together. More than enough others want just one.
    const wants = (n: number) => Array.from({ length: n % 10 === 0 ? 2 : 1 }, () => ({ skuId, quantity: 1 }));
    const answers = await Promise.all(
      buyers.map((buyer, n) => persistently((key) => buyer.post<Order>('/orders', { items: wants(n) }, key))),
    );

    const placed = answers.flatMap((answer, n) =>
      answer.status === 201 ? [{ buyer: buyers[n], order: answer.data }] : [],
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.filter(({ code }) => code !== 3001)).toEqual([]);
    expect(placed.reduce((units, { order }) => units + unitsOf(order), 0)).toBe(STOCK);
    expect(await expectStockToAddUp(owner, skuId)).toMatchObject({ available: 0, reserved: STOCK, sold: 0 });

    await Promise.all(placed.map(async ({ buyer, order }) => buyer && shop.pay(buyer, order.id)));
    await eventually(
      async () => (await owner.get<{ sold: number }>(`/admin/stock/${skuId}`)).data.sold,
      (sold) => sold >= STOCK,
    );
    expect(await expectStockToAddUp(owner, skuId)).toMatchObject({ available: 0, reserved: 0, sold: STOCK });
  });

  it('[P10] answers one order however often, and wherever, the same request arrives at once', async () => {
    const { skuId } = await shop.product(STOCK);
    const shopper = await shop.shopper('oImpatient');
    const order = { items: [{ skuId, quantity: 1 }] };
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => persistently(() => shopper.post<Order>('/orders', order, key))),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ data }) => data.id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(await expectStockToAddUp(owner, skuId)).toMatchObject({ reserved: 1 });
  });

  it('[F11] lets one refresh of many with the same token win', async () => {
    const { refreshToken } = await shop.logIn('oRacing');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => persistently(() => shop.api.post('/auth/token/refresh', { refreshToken }))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 1105)).toHaveLength(answers.length - 1);
  });

  it(`[F02] takes ${DUPLICATES} notifications of one payment for one payment, while the client asks as well`, async () => {
    const { skuId } = await shop.product(1);
    const shopper = await shop.shopper('oNotifiedOften');
    const { data: order } = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    const { outTradeNo } = await shop.pay(shopper, order.id, { duplicates: DUPLICATES - 1 });
    const synced: Answer<Order>[] = await Promise.all(
      Array.from({ length: 20 }, () => persistently(() => shopper.post<Order>(`/orders/${order.id}/payment/sync`))),
    );
    expect(synced.filter(({ data }) => data?.status !== 'PAID')).toEqual([]);

    const notifications = await eventually(
      () => shop.wechat.state().notifications.filter((record) => record.outTradeNo === outTradeNo),
      (all) => all.every(({ status }) => status !== 'sending'),
    );
    expect(notifications).toHaveLength(DUPLICATES);
    expect(notifications.filter(({ status }) => status !== 'delivered')).toEqual([]);
    // A busy shop may say that it is to be sent again, or nothing within WeChat's 5 s; another answer would be a failure.
    const answers = notifications.flatMap(({ attempts }) => attempts.flatMap(({ status }) => status ?? []));
    expect(answers.filter((answer) => ![200, 204, 503].includes(answer))).toEqual([]);

    await eventually(
      async () => (await movementsOf(owner, skuId)).map(({ type }) => type),
      (types) => types.includes('sold'),
    );
    expect((await movementsOf(owner, skuId)).map(({ type }) => type)).toEqual(['sold', 'reserved', 'initial']);
    expect(await expectStockToAddUp(owner, skuId)).toMatchObject({ available: 0, reserved: 0, sold: 1 });
    expect(await eventsAbout(order.id)).toEqual(['order.paid', 'order.placed', 'payment.succeeded']);
  });

  const eventsAbout = async (orderId: string) => {
    const sql = 'SELECT type FROM outbox WHERE payload LIKE ? ORDER BY type';
    return (await databaseRows<{ type: string }>(shop.databaseUrl, sql, [`%${orderId}%`])).map(({ type }) => type);
  };
});

function unitsOf({ items }: Order): number {
  return items.reduce((units, { quantity }) => units + quantity, 0);
}

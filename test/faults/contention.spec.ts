import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { databaseRows } from '../support/database-rows.js';
import { assertInvariants } from '../support/invariants.js';
import { persistently } from '../support/persistently.js';
import { scaled } from '../support/scale.js';
import { MYSQL, Shop } from '../support/shop.js';
import { eventually, until } from '../support/until.js';
import type { Order, Page, StoredEvent } from '../support/views.js';

const BUYERS = scaled({ short: 120, long: 500 });
const STOCK = scaled({ short: 24, long: 100 });
const NOTIFICATIONS = scaled({ short: 300, long: 10_000 });
/** So many arrive at once. */
const VOLLEY = 100;
const REFUSALS = [3001, 4002, 5002];

jest.setTimeout(scaled({ short: 120_000, long: 600_000 }));

(MYSQL.isThere ? describe : describe.skip)('two processes with MySQL and Redis', () => {
  let shop: Shop;
  let owner: Api;
  beforeAll(async () => {
    const environment = { LOG_LEVEL: 'silent' };
    const notificationRetryDelaysMs = Array.from({ length: 60 }, () => 500);
    shop = await Shop.open({ stack: MYSQL, environment, notificationRetryDelaysMs });
    owner = await shop.owner();
  });
  afterAll(() => shop?.close());

  const settled = () =>
    until(async () => {
      const { data } = await owner.get<Page<StoredEvent>>('/admin/events?status=pending');
      const [row] = await databaseRows<{ n: unknown }>(
        shop.databaseUrl,
        `SELECT COUNT(*) AS n FROM payment_refunds WHERE status IN ('pending', 'processing')`,
      );
      return data.items.length === 0 && Number(row?.n) === 0;
    });

  it(`[F01, I1] sell exactly ${STOCK} units to ${BUYERS} buyers who come at once, some with one SKU on several lines`, async () => {
    const { skuId } = await shop.product(STOCK);
    const buyers = await Promise.all(Array.from({ length: BUYERS }, (_, n) => shop.shopper(`oBuyer${n}`)));
    const lines = (n: number) => Array.from({ length: n % 4 === 0 ? 2 : 1 }, () => ({ skuId, quantity: 1 }));
    const answers = await Promise.all(
      buyers.map((buyer, n) => persistently((key) => buyer.post<Order>('/orders', { items: lines(n) }, key))),
    );
    const placed = answers.flatMap(({ status, data }, n) => (status === 201 ? [{ buyer: buyers[n], data }] : []));
    expect(answers.filter(({ status, code }) => status !== 201 && code !== 3001)).toEqual([]);
    for (const { buyer, data } of placed) if (buyer) await shop.pay(buyer, data.id);
    const stock = () => owner.get(`/admin/stock/${skuId}`).then(({ data }) => data);
    await eventually(stock, (now) => (now as { sold: number }).sold >= STOCK);
    expect(await stock()).toMatchObject({ available: 0, reserved: 0, sold: STOCK });
    await settled();
    const answered = { orders: placed.map(({ data }) => data.id) };
    await assertInvariants(shop.databaseUrl, { wechat: shop.wechat.state(), answered });
  });

  it(`[F02, I2] let ${NOTIFICATIONS} notifications of one payment have one effect while the client syncs and cancels`, async () => {
    const { skuId } = await shop.product(1);
    const shopper = await shop.shopper('oNotifiedOften');
    const { data: order } = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    const { outTradeNo } = await shop.pay(shopper, order.id, { duplicates: Math.min(VOLLEY, NOTIFICATIONS) - 1 });
    const asked = Array.from({ length: 20 }, (_, n) =>
      persistently(() => shopper.post<Order>(`/orders/${order.id}/${n % 2 === 0 ? 'payment/sync' : 'cancel'}`)),
    );
    // The simulator keeps a few thousand records: what became of each is noted here as it goes.
    const notes = new Map<string, { status: string; answers: readonly (number | undefined)[] }>();
    const sent = () =>
      shop.wechat.state().notifications.filter((one) => one.outTradeNo === outTradeNo && one.outRefundNo === null);
    const arrived = async () => {
      const all = await eventually(sent, (those) => those.every(({ status }) => status !== 'sending'));
      for (const { deliveryId, status, attempts } of all)
        notes.set(deliveryId, { status, answers: attempts.map((attempt) => attempt.status) });
    };
    for (let left = NOTIFICATIONS - VOLLEY; left > 0; left -= VOLLEY) {
      await arrived();
      shop.wechat.resendNotification({ outTradeNo, times: Math.min(VOLLEY, left) });
    }
    await arrived();
    const all = [...notes.values()];
    expect(all.filter(({ status }) => status === 'delivered')).toHaveLength(NOTIFICATIONS);
    // A machine that is out of breath may say "later", or nothing within WeChat's 5 s: then WeChat tells again.
    const answers = all.flatMap((one) => one.answers).filter((answer) => answer !== undefined);
    expect(answers.filter((answer) => ![200, 204, 503].includes(answer))).toEqual([]);
    const refused = (await Promise.all(asked)).filter(({ status }) => status !== 200);
    expect(refused.filter(({ code }) => !REFUSALS.includes(code))).toEqual([]);

    await settled();
    const { data: now } = await shopper.get<Order>(`/orders/${order.id}`);
    const back = now.refunds.map(({ status, amountFen }) => `${status} ${amountFen}`);
    expect({ status: now.status, back }).toEqual(
      now.status === 'PAID'
        ? { status: 'PAID', back: [] }
        : { status: 'CANCELLED', back: [`SUCCEEDED ${order.totalFen}`] },
    );
    await assertInvariants(shop.databaseUrl, { wechat: shop.wechat.state(), answered: { orders: [order.id] } });
  });
});

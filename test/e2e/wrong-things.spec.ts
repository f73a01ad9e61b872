import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order, Page, Stock, StoredEvent } from '../support/views.js';

const ADDRESS = {
  recipient: '李四',
  phone: '13900139000',
  province: '上海市',
  city: '上海市',
  district: '黄浦区',
  detail: '1 号',
};
const NOBODYS_ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  beforeAll(async () => {
    shop = await Shop.open({ stack, notificationRetryDelaysMs: [] });
    owner = await shop.owner();
  });
  afterAll(() => shop?.close());

  const placeOne = async (shopper: Api, skuId: string) =>
    (await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID())).data;

  it("[F16] answers for somebody else's things as for things that do not exist", async () => {
    const { skuId } = await shop.product(5);
    const victim = await shop.shopper('oVictim');
    const nosy = await shop.shopper('oNosy');
    const order = await placeOne(victim, skuId);
    const { skuId: inCart } = await shop.product(5);
    await victim.post('/cart/lines', { skuId: inCart, quantity: 1 });
    const { data: address } = await victim.post<{ id: string }>('/users/me/addresses', ADDRESS);
    const { data: sessions } = await victim.get<{ items: { id: string }[] }>('/auth/sessions');

    const attempts: [string, string, string, unknown?][] = [
      ['GET', '/orders/', order.id],
      ['POST', '/orders/', `${order.id}/cancel`],
      ['POST', '/orders/', `${order.id}/payment`],
      ['POST', '/orders/', `${order.id}/payment/sync`],
      ['GET', '/users/me/addresses/', address.id],
      ['PUT', '/users/me/addresses/', address.id, { detail: '2 号' }],
      ['DELETE', '/users/me/addresses/', address.id],
      ['DELETE', '/auth/sessions/', sessions.items[0]?.id ?? ''],
      ['PUT', '/cart/lines/', inCart, { quantity: 2 }],
      ['DELETE', '/cart/lines/', inCart],
    ];
    for (const [method, path, theirs, body] of attempts) {
      const missing = theirs.replace(/^[^/]+/, NOBODYS_ID);
      const answer = await nosy.call(method, path + theirs, { body });
      expect(answer.status).toBe(404);
      expect(answer.said).toEqual((await nosy.call(method, path + missing, { body })).said);
    }
    const borrowed = { items: [{ skuId, quantity: 1 }], addressId: address.id };
    expect(await nosy.post('/orders', borrowed, randomUUID())).toMatchObject({ status: 404, code: 1002 });

    expect((await victim.get<Order>(`/orders/${order.id}`)).data).toEqual(order);
    expect((await victim.get(`/users/me/addresses/${address.id}`)).data).toMatchObject(ADDRESS);
    expect((await victim.get('/cart')).data).toMatchObject({ lines: [{ skuId: inCart, quantity: 1 }] });
  });

  it('refuses what is sold out, with what is lacking, and keeps nothing of the refused order', async () => {
    const plenty = await shop.product(5);
    const scarce = await shop.product(2);
    const shopper = await shop.shopper('oLate');
    const items = [
      { skuId: plenty.skuId, quantity: 1 },
      { skuId: scarce.skuId, quantity: 2 },
      { skuId: scarce.skuId, quantity: 1 },
    ];
    expect(await shopper.post('/orders', { items }, randomUUID())).toMatchObject({
      status: 409,
      code: 3001,
      data: { shortages: [{ skuId: scarce.skuId, requested: 3, available: 2 }] },
    });
    expect((await shopper.get<Page<Order>>('/orders')).data.items).toEqual([]);
    const stock = await owner.get<Stock>(`/admin/stock/${plenty.skuId}`);
    expect(stock.data).toMatchObject({ reserved: 0, available: 5 });
  });

  it('refuses what is off the shelf, unknown, or dearer than the shopper saw', async () => {
    const shopper = await shop.shopper('oOutdated');
    const product = await shop.product(5, 10_00);
    const items = [{ skuId: product.skuId, quantity: 2 }];
    const changed = await shopper.post('/orders', { items, expectedTotalFen: 19_99 }, randomUUID());
    expect(changed).toMatchObject({ status: 409, code: 4007, data: { totalFen: 20_00 } });
    await owner.put(`/admin/products/${product.id}`, { onShelf: false });
    expect(await shopper.post('/orders', { items }, randomUUID())).toMatchObject({ status: 409, code: 2003 });
    const unknown = { items: [{ skuId: NOBODYS_ID, quantity: 1 }] };
    expect(await shopper.post('/orders', unknown, randomUUID())).toMatchObject({ status: 404, code: 2002 });
  });

  it('says all that is wrong with a request, and does nothing of it', async () => {
    const shopper = await shop.shopper('oClumsy');
    const body = { items: [{ skuId: NOBODYS_ID, quantity: 0 }], totalFen: 1 };
    const answer = await shopper.post('/orders', body, randomUUID());
    expect(answer).toMatchObject({ status: 400, code: 400, message: '请求参数有误' });
    expect(answer.said).toMatchObject({
      errors: expect.arrayContaining([{ path: 'items.0.quantity', message: expect.any(String) }]),
    });
    // What no schema can tell, but the model.
    const blank = await shopper.put('/users/me', { nickname: '  ' });
    expect([blank.status, blank.said]).toEqual([
      400,
      expect.objectContaining({ code: 400, errors: [{ path: 'nickname', message: expect.any(String) }] }),
    ]);
    const english = await shopper.call('GET', '/orders?limit=0', { headers: { 'accept-language': 'en-GB' } });
    expect(english).toMatchObject({ status: 400, message: 'The request is not valid' });
    expect((await shopper.get('/no-such-thing')).code).toBe(404);
  });

  it('[F08] refuses a WeChat login code that is invalid or was used before', async () => {
    const { code } = shop.wechat.login({ openid: 'oTwice' });
    expect((await shop.api.post('/auth/wechat/login', { code })).status).toBe(200);
    expect(await shop.api.post('/auth/wechat/login', { code })).toMatchObject({ status: 401, code: 1101 });
    expect(await shop.api.post('/auth/wechat/login', { code: 'made-up' })).toMatchObject({ status: 401, code: 1101 });
  });

  it('[F08] tells the client to come back when WeChat is busy', async () => {
    shop.wechat.addFault({ target: 'jscode2session', kind: 'errcode', value: 45011 });
    const { code } = shop.wechat.login({ openid: 'oPatient' });
    const answer = await shop.api.post('/auth/wechat/login', { code });
    expect(answer).toMatchObject({ status: 503, code: 6002 });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('[F15] refuses a notification with a forged signature in the form WeChat reads', async () => {
    const { skuId } = await shop.product(1);
    const shopper = await shop.shopper('oForged');
    const order = await placeOne(shopper, skuId);
    const forgeries = [undefined, 'key', 'tampered', 'signtest', 'stale', 'serial'];
    const { outTradeNo } = await shop.pay(shopper, order.id, { notify: false });
    for (const value of forgeries) {
      shop.wechat.addFault({ target: 'notification', kind: 'forged', ...(value !== undefined && { value }) });
      shop.wechat.resendNotification({ outTradeNo });
      await eventually(notificationsOf(outTradeNo), (all) => all.every(({ status }) => status !== 'sending'));
    }
    const attempts = notificationsOf(outTradeNo)().flatMap((record) => record.attempts);
    expect(attempts).toHaveLength(forgeries.length);
    for (const { status, body = '' } of attempts) {
      expect(status).toBe(401);
      expect(JSON.parse(body)).toEqual({ code: 'FAIL', message: expect.any(String) });
    }
    expect((await shopper.get<Order>(`/orders/${order.id}`)).data.status).toBe('CREATED');
  });

  it.each(['{}', 'no JSON', '{"__proto__":1}'])(
    '[F15] looks at nothing of an unsigned notification: %s',
    async (body) => {
      for (const path of ['notifications', 'refund-notifications']) {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${shop.url}/api/v1/payments/wechat/${path}`, { method: 'POST', headers, body });
        expect({ status: answer.status, said: await answer.json() }).toEqual({
          status: 401,
          said: { code: 'FAIL', message: expect.any(String) },
        });
      }
    },
  );

  it('[F15] keeps a truly signed notification that does not fit for staff, and changes nothing', async () => {
    const { skuId } = await shop.product(1, 5_00);
    const shopper = await shop.shopper('oMismatch');
    const order = await placeOne(shopper, skuId);
    const { outTradeNo } = await shop.pay(shopper, order.id, { notify: false });
    const misfits: Record<string, unknown>[] = [
      { amount: { total: 1 } },
      { mchid: '1900000000' },
      { appid: 'wx0000000000000000' },
      { out_trade_no: 'SOMEBODY-ELSES' },
      { trade_state: 'CLOSED' },
      { success_time: 'yesterday' },
      { out_trade_no: 'LONG'.repeat(50) },
      { transaction_id: '支付'.repeat(50) },
    ];
    for (const changes of misfits) shop.wechat.resendNotification({ outTradeNo, changes });
    const answered = await eventually(notificationsOf(outTradeNo), (all) =>
      all.every(({ status }) => status !== 'sending'),
    );
    expect(answered.map(({ status }) => status)).toEqual(misfits.map(() => 'delivered'));

    const { data } = await owner.get<Page<StoredEvent>>('/admin/events?status=dead');
    expect(data.items).toHaveLength(misfits.length);
    for (const event of data.items)
      expect(event).toMatchObject({
        type: 'payment.notification-rejected',
        status: 'dead',
        lastError: expect.any(String),
      });
    expect((await shopper.get<Order>(`/orders/${order.id}`)).data).toEqual(order);
    expect((await owner.get<Stock>(`/admin/stock/${skuId}`)).data).toMatchObject({ reserved: 1, sold: 0 });
  });

  const notificationsOf = (outTradeNo: string) => () =>
    shop.wechat.state().notifications.filter((record) => record.outTradeNo === outTradeNo && record.status !== 'lost');
});

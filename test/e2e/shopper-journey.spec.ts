import { randomUUID } from 'node:crypto';
import type { Answer, Api } from '../support/api.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Grant, Movement, Order, Page, PaymentArguments, Product, Stock } from '../support/views.js';

const ADDRESS = {
  recipient: '张三',
  phone: '13800138000',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号',
};

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  beforeAll(async () => {
    shop = await Shop.open({ stack });
    owner = await shop.owner();
  });
  afterAll(() => shop?.close());

  const stockOf = async (skuId: string) => (await owner.get<Stock>(`/admin/stock/${skuId}`)).data;
  const orderOf = (shopper: Api, id: string) => shopper.get<Order>(`/orders/${id}`);

  it('takes a shopper from wx.login to a paid order', async () => {
    const { skuId, id: productId } = await shop.product(10, 19_80);
    const login = await shop.logIn('oShopper');
    expect(login.user.isNew).toBe(true);
    const shopper = shop.api.as({ token: login.accessToken });

    const me = await shopper.get<{ id: string; phone: string | null }>('/users/me');
    expect(me.data).toMatchObject({ id: login.user.id, phone: null });
    const phoneCode = shop.wechat.phoneCode({ openid: 'oShopper', phone: '13800138000' });
    const bound = await shopper.post<{ phone: string }>('/users/me/phone', phoneCode);
    expect(bound.data.phone).toBe('138****8000');

    const address = await shopper.post<{ id: string }>('/users/me/addresses', { ...ADDRESS, isDefault: true });
    expect(address.status).toBe(201);

    const shelf = await eventually(
      () => shopper.get<Page<Product>>('/products'),
      ({ data }) => data.items.some(({ id }) => id === productId),
    );
    const seen = shelf.data.items.find(({ id }) => id === productId);
    expect(seen).toMatchObject({ priceFen: 19_80, skus: [{ id: skuId, available: 10 }] });

    const wanted = { items: [{ skuId, quantity: 2 }], remark: '请尽快发货', expectedTotalFen: 39_60 };
    const key = randomUUID();
    const placed = await shopper.post<Order>('/orders', wanted, key);
    expect(placed.status).toBe(201);
    expect(placed.headers.get('idempotency-replayed')).toBeNull();
    expect(placed.data).toMatchObject({ status: 'CREATED', totalFen: 39_60, address: ADDRESS, paidAt: null });
    expect(await stockOf(skuId)).toMatchObject({ onHand: 10, reserved: 2, available: 8, sold: 0 });

    const repeated = await shopper.post<Order>('/orders', wanted, key);
    expect(repeated.status).toBe(201);
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    expect(repeated.data).toEqual(placed.data);
    expect(await stockOf(skuId)).toMatchObject({ reserved: 2 });

    const orderId = placed.data.id;
    const { data: sheet } = await shopper.post<PaymentArguments>(`/orders/${orderId}/payment`);
    await shop.wechat.pay(sheet);
    const paid = await eventually(
      () => orderOf(shopper, orderId),
      ({ data }) => data.status === 'PAID',
    );
    expect(paid.data.paidAt).not.toBeNull();
    expect((await shopper.post(`/orders/${orderId}/payment`)).code).toBe(5002);
    expect((await shopper.post(`/orders/${orderId}/cancel`)).code).toBe(4002);
    expect((await shopper.post<Order>(`/orders/${orderId}/payment/sync`)).data.status).toBe('PAID');

    const stock = await eventually(
      () => stockOf(skuId),
      ({ sold }) => sold > 0,
    );
    expect(stock).toMatchObject({ onHand: 8, reserved: 0, available: 8, sold: 2 });
    const ledger = await owner.get<Page<Movement>>(`/admin/stock/${skuId}/movements`);
    expect(ledger.data.items.map(({ type, quantity }) => [type, quantity])).toEqual([
      ['sold', 0],
      ['reserved', -2],
      ['initial', 10],
    ]);

    const second = await owner.get<Page<Movement>>(`/admin/stock/${skuId}/movements?page=2&pageSize=2`);
    expect(second.data).toMatchObject({ items: [{ type: 'initial' }], total: 3 });
    expect((await owner.get(`/admin/events?page=1&pageSize=1`)).data).toMatchObject({ items: [], total: 0 });
    expect((await owner.get(`/admin/events?pageSize=101`)).status).toBe(400);

    const mine = await shopper.get<Page<Order>>('/orders?status=PAID');
    expect(mine.data).toMatchObject({ items: [{ id: orderId }], nextCursor: null });
    expect((await shopper.get<Page<Order>>('/orders?status=CREATED')).data.items).toEqual([]);
  });

  it('[P21] learns of a payment whose notification is lost when the shopper returns from paying', async () => {
    const { skuId } = await shop.product(1);
    const shopper = await shop.shopper('oReturning');
    const { data: order } = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    await shop.pay(shopper, order.id, { notify: false });
    expect((await shopper.post<Order>(`/orders/${order.id}/payment/sync`)).data.status).toBe('PAID');
  });

  it('gives the goods back to stock when the shopper cancels, and only once', async () => {
    const { skuId } = await shop.product(5);
    const shopper = await shop.shopper('oChangesMind');
    const { data: order } = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 3 }] }, randomUUID());
    await shopper.post(`/orders/${order.id}/payment`);

    const cancelled = await shopper.post<Order>(`/orders/${order.id}/cancel`);
    expect(cancelled.data).toMatchObject({ status: 'CANCELLED', cancelReason: 'customer' });
    expect((await shopper.post<Order>(`/orders/${order.id}/cancel`)).data.status).toBe('CANCELLED');
    const stock = await eventually(
      () => stockOf(skuId),
      ({ available }) => available > 2,
    );
    expect(stock).toMatchObject({ onHand: 5, reserved: 0, available: 5, sold: 0 });
    const refused = await shopper.post(`/orders/${order.id}/payment`);
    expect(refused).toMatchObject({ status: 409, code: 4002, data: { status: 'CANCELLED' } });
    await eventually(
      () => shop.wechat.state().transactions,
      (all) => all.some(({ openid, tradeState }) => openid === 'oChangesMind' && tradeState === 'CLOSED'),
    );
  });

  it('[P10, P11] holds an Idempotency-Key to what it was first used for', async () => {
    const { skuId } = await shop.product(5);
    const shopper = await shop.shopper('oRepeats');
    const other = await shop.shopper('oSameKey');
    const place = (client: Api, quantity: number, key?: string): Promise<Answer<Order>> =>
      client.post('/orders', { items: [{ skuId, quantity }] }, key);

    const first = await place(shopper, 1, 'Key-a');
    expect(await place(shopper, 2, 'Key-a')).toMatchObject({ status: 422, code: 4004 });
    expect(await place(shopper, 1)).toMatchObject({ status: 400, code: 4003 });
    expect(await place(shopper, 1, 'k'.repeat(65))).toMatchObject({ status: 400, code: 4003 });
    for (const separate of [await place(shopper, 1, 'key-A'), await place(other, 1, 'Key-a')]) {
      expect(separate.status).toBe(201);
      expect(separate.data.id).not.toBe(first.data.id);
    }
    const sold = await place(shopper, 9, 'Key-b');
    expect(sold.code).toBe(3001);
    expect((await place(shopper, 1, 'Key-b')).status).toBe(201);
  });

  it('[F11] rotates refresh tokens, and revokes the session whose spent one comes back', async () => {
    const first = await shop.logIn('oRefreshes');
    const bystander = await shop.shopper('oRefreshes');
    const refresh = (refreshToken: string) => shop.api.post<Grant>('/auth/token/refresh', { refreshToken });

    const second = (await refresh(first.refreshToken)).data;
    expect((await shop.api.as({ token: second.accessToken }).get('/users/me')).status).toBe(200);
    expect(await refresh(first.refreshToken)).toMatchObject({ status: 401, code: 1105 });
    expect(await refresh(second.refreshToken)).toMatchObject({ status: 401 });
    for (const token of [first.accessToken, second.accessToken])
      expect(await shop.api.as({ token }).get('/users/me')).toMatchObject({ status: 401, code: 1103 });
    expect((await bystander.get('/users/me')).status).toBe(200);
    expect(await refresh('nonsense')).toMatchObject({ status: 401, code: 1104 });
  });

  it('[P01] refuses an access token from the moment its session is over', async () => {
    const leaving = await shop.shopper('oLeaves');
    const staying = await shop.shopper('oLeaves');
    expect((await leaving.post('/auth/logout')).status).toBe(200);
    for (let request = 0; request < 2 * stack.processes; request++)
      expect(await leaving.get('/users/me')).toMatchObject({ status: 401, code: 1103 });

    const third = await shop.shopper('oLeaves');
    const { data } = await staying.get<{ items: { id: string; current: boolean }[] }>('/auth/sessions');
    expect(data.items).toHaveLength(2);
    expect((await staying.delete('/auth/sessions')).status).toBe(200);
    for (let request = 0; request < 2 * stack.processes; request++)
      expect((await third.get('/users/me')).code).toBe(1103);
    expect((await staying.get('/users/me')).status).toBe(200);
  });

  it('keeps people apart whose openids differ only in case', async () => {
    const upper = await shop.logIn('oCaseMatters');
    const lower = await shop.logIn('ocasematters');
    expect([upper.user.isNew, lower.user.isNew]).toEqual([true, true]);
    expect(lower.user.id).not.toBe(upper.user.id);
    expect((await shop.logIn('oCaseMatters')).user).toMatchObject({ id: upper.user.id, isNew: false });

    const shopper = shop.api.as({ token: upper.accessToken });
    const { data } = await shopper.post<{ id: string }>('/users/me/addresses', ADDRESS);
    expect((await shopper.get(`/users/me/addresses/${data.id.toLowerCase()}`)).code).toBe(1002);
    expect((await shopper.get(`/users/me/addresses/${data.id}`)).status).toBe(200);
  });
});

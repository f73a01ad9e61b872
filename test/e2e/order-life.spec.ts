import { randomUUID } from 'node:crypto';
import type { Answer, Api } from '../support/api.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order, Page, Refund, Stock } from '../support/views.js';

const ADDRESS = {
  recipient: '欧阳锋',
  phone: '13912345678',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '白驼山庄 1 号',
};
const SHIPMENT = { carrier: '中通快递', trackingNo: 'ZT0123456789' };

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  let shopper: Api;
  beforeAll(async () => {
    shop = await Shop.open({ stack });
    owner = await shop.owner();
    shopper = await shop.shopper('oLivesThroughItAll');
  });
  afterEach(() => shop.wechat.clearFaults());
  afterAll(() => shop?.close());

  const place = async (units = 2) => {
    const { skuId } = await shop.product(10, 10_00);
    const items = [{ skuId, quantity: units }];
    const { data } = await shopper.post<Order>('/orders', { items }, randomUUID());
    return { id: data.id, skuId };
  };
  const order = (id: string) => shopper.get<Order>(`/orders/${id}`);
  const once = (id: string, done: (order: Order) => boolean) =>
    eventually(
      () => order(id),
      ({ data }) => done(data),
    );
  const paid = async (units = 2) => {
    const placed = await place(units);
    await shop.pay(shopper, placed.id);
    await once(placed.id, ({ status }) => status === 'PAID');
    return placed;
  };
  const refund = (id: string, body: object) => shopper.post<Refund>(`/orders/${id}/refunds`, body, randomUUID());
  const stockOf = async (skuId: string) => (await owner.get<Stock>(`/admin/stock/${skuId}`)).data;
  const refusal = ({ status, code }: Answer<unknown>) => [status, code];

  it('takes a paid order to the doorstep: shipped, told to WeChat, received', async () => {
    const { id } = await paid();
    expect(refusal(await shopper.post(`/orders/${id}/receipt`))).toEqual([409, 4002]);
    const shipped = await owner.post<Order>(`/admin/orders/${id}/shipment`, SHIPMENT);
    expect(shipped.data).toMatchObject({ status: 'SHIPPED', shipment: SHIPMENT });
    expect((await owner.post(`/admin/orders/${id}/shipment`, SHIPMENT)).status).toBe(200);
    const other = await owner.post(`/admin/orders/${id}/shipment`, { ...SHIPMENT, trackingNo: 'other' });
    expect(refusal(other)).toEqual([409, 4002]);
    const { transactions } = await eventually(
      () => shop.wechat.state(),
      (state) => state.transactions.some(({ shipping }) => shipping !== null),
    );
    expect(transactions.filter(({ shipping }) => shipping !== null)).toHaveLength(1);
    const received = await shopper.post<Order>(`/orders/${id}/receipt`);
    expect(received.data.status).toBe('COMPLETED');
    expect((await shopper.post<Order>(`/orders/${id}/receipt`)).data.status).toBe('COMPLETED');
  });

  it('gives everything back before shipment: the money by WeChat, the goods to stock', async () => {
    const { id, skuId } = await paid(3);
    const asked = await refund(id, { reason: '不想要了' });
    expect(asked).toMatchObject({ status: 201, data: { status: 'REQUESTED', amountFen: 30_00, reason: '不想要了' } });
    expect(refusal(await refund(id, { reason: '再来', amountFen: 1 }))).toEqual([409, 5003]);
    const approved = await owner.post<Refund>(`/admin/refunds/${asked.data.id}/approval`);
    expect(approved.status).toBe(200);
    expect(refusal(await owner.post(`/admin/refunds/${asked.data.id}/approval`))).toEqual([409, 4002]);
    const { data } = await once(id, ({ status }) => status === 'REFUNDED');
    expect(data.refunds).toMatchObject([{ id: asked.data.id, status: 'SUCCEEDED', amountFen: 30_00 }]);
    const stock = await eventually(
      () => stockOf(skuId),
      ({ available }) => available === 10,
    );
    expect(stock).toMatchObject({ onHand: 10, reserved: 0, sold: 0 });
  });

  it('gives a part back and leaves the status; goods under way of refund are not shipped', async () => {
    const { id, skuId } = await paid();
    shop.wechat.setRefundOutcome('PROCESSING');
    const asked = await refund(id, { reason: '少了一个', amountFen: 5_00 });
    await owner.post(`/admin/refunds/${asked.data.id}/approval`);
    await once(id, ({ refunds }) => refunds[0]?.status === 'PROCESSING');
    expect(refusal(await owner.post(`/admin/orders/${id}/shipment`, SHIPMENT))).toEqual([409, 4002]);
    shop.wechat.settleRefund({ outRefundNo: `R${asked.data.id}`, status: 'SUCCESS' });
    shop.wechat.setRefundOutcome('SUCCESS');
    const { data } = await once(id, ({ refunds }) => refunds[0]?.status === 'SUCCEEDED');
    expect(data.status).toBe('PAID');
    expect(await stockOf(skuId)).toMatchObject({ sold: 2, available: 8 });
    expect((await owner.post(`/admin/orders/${id}/shipment`, SHIPMENT)).status).toBe(200);
  });

  it('rejects a refund, whose amount may then be asked for again', async () => {
    const { id } = await paid();
    const asked = await refund(id, { reason: '试试' });
    const rejected = await owner.post<Refund>(`/admin/refunds/${asked.data.id}/rejection`, { reason: '已发货' });
    expect(rejected.data.status).toBe('REJECTED');
    expect((await refund(id, { reason: '再试' })).status).toBe(201);
    const waiting = await owner.get<Page<Refund>>('/admin/refunds?status=REQUESTED');
    expect(waiting.data.items[0]).toMatchObject({ orderId: id, reason: '再试' });
  });

  it('[F09] sends money back by itself that came for an order that was cancelled meanwhile', async () => {
    const { id, skuId } = await place();
    await shop.pay(shopper, id, { notify: false });
    const cancelled = await shopper.post<Order>(`/orders/${id}/cancel`);
    expect(cancelled.data.status).toBe('CANCELLED');
    const { data } = await once(id, ({ refunds }) => refunds[0]?.status === 'SUCCEEDED');
    expect(data).toMatchObject({ status: 'CANCELLED', refunds: [{ amountFen: 20_00 }] });
    expect(data.refunds).toHaveLength(1);
    const stock = await eventually(
      () => stockOf(skuId),
      ({ available }) => available === 10,
    );
    expect(stock).toMatchObject({ reserved: 0, sold: 0 });
  });

  it('protects the shopper from a price that has changed', async () => {
    const { skuId } = await shop.product(5, 10_00);
    const order = { items: [{ skuId, quantity: 1 }], expectedTotalFen: 9_00 };
    const answer = await shopper.post('/orders', order, randomUUID());
    expect(answer).toMatchObject({ status: 409, code: 4007, data: { totalFen: 10_00 } });
  });

  it('[P33] shows staff masked addresses, and whole ones with a reason that is on record', async () => {
    const { skuId } = await shop.product(5);
    await shopper.post('/users/me/addresses', { ...ADDRESS, isDefault: true });
    const { data } = await shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    const sought = encodeURIComponent('欧阳锋');
    expect(await owner.get<Page<Order>>(`/admin/orders?q=${sought}`)).toMatchObject({
      status: 200,
      data: { items: [] },
    });
    const found = await owner.get<Page<Order>>(`/admin/orders?q=${data.id}`);
    expect(found.data.items).toHaveLength(1);
    expect(found.data.items[0]?.address).toEqual({
      recipient: '欧**',
      phone: '139****5678',
      detail: '****',
      postalCode: null,
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
    });
    expect((await owner.post(`/admin/orders/${data.id}/address-reveal`, {})).status).toBe(400);
    const key = randomUUID();
    const reveal = (reason: string) => owner.post(`/admin/orders/${data.id}/address-reveal`, { reason }, key);
    expect((await reveal('地址核对')).data).toMatchObject(ADDRESS);
    // On record once under one key.
    expect((await reveal('地址核对')).data).toMatchObject(ADDRESS);
    expect((await reveal('另一个原因')).code).toBe(4004);
    const labels = await owner.post<string>('/admin/shipping-labels', { orderIds: [data.id], reason: '发货' });
    expect(labels.data).toContain(`"${data.id}","欧阳锋","13912345678","浙江省"`);
    const { data: log } =
      await owner.get<Page<{ type: string; subject: string; facts: object }>>('/admin/audit-log?type=data.*');
    expect(log.items.filter(({ subject }) => subject === data.id)).toMatchObject([
      { type: 'data.labels-printed', facts: { reason: '发货' } },
      { type: 'data.address-revealed', facts: { reason: '地址核对' } },
    ]);
    expect(JSON.stringify(log)).not.toContain('欧阳锋');
  });
});

onEachStack((stack) => {
  let shop: Shop;
  beforeAll(async () => {
    const environment = { ORDER_PAYMENT_TTL: '1s', ORDER_AUTO_RECEIPT: '1s', ORDER_UNPAID_MAX_PER_SHOPPER: '2' };
    shop = await Shop.open({ stack, environment });
  });
  afterAll(() => shop?.close());

  it('[I4] cancels orders nobody pays for, closes them at WeChat, and gives the stock back', async () => {
    const { skuId } = await shop.product(5);
    const shopper = await shop.shopper('oForgetful');
    const place = () => shopper.post<Order>('/orders', { items: [{ skuId, quantity: 1 }] }, randomUUID());
    const [first, second] = [await place(), await place()];
    await shopper.post(`/orders/${first.data.id}/payment`);
    expect(await place()).toMatchObject({ status: 409, code: 4006 });
    for (const { data } of [first, second]) {
      const expired = await eventually(
        () => shopper.get<Order>(`/orders/${data.id}`),
        (answer) => answer.data.status === 'CANCELLED',
      );
      expect(expired.data.cancelReason).toBe('timeout');
    }
    const owner = await shop.owner();
    const stock = await eventually(
      () => owner.get<Stock>(`/admin/stock/${skuId}`),
      ({ data }) => data.available === 5,
    );
    expect(stock.data).toMatchObject({ reserved: 0, sold: 0 });
    expect(shop.wechat.state().transactions.map(({ tradeState }) => tradeState)).toEqual(['CLOSED']);
    expect((await place()).status).toBe(201);
  });
});

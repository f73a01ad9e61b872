import { randomUUID } from 'node:crypto';
import type { Api } from '../support/api.js';
import { changeDatabase, databaseRows } from '../support/database-rows.js';
import { assertInvariants } from '../support/invariants.js';
import { persistently } from '../support/persistently.js';
import { assertPromotionsAddUp, at, codes, type PricedOrder, Promoter } from '../support/promotions.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Order } from '../support/views.js';

const SHOPPERS = 200;
const COUPONS = 100;
const HOUR = 3_600_000;

interface Quote extends Pick<PricedOrder, 'items' | 'goodsFen' | 'freightFen' | 'discountFen' | 'totalFen'> {
  readonly coupons: readonly { readonly id: string; readonly offFen: number }[];
}

onEachStack((stack) => {
  let shop: Shop;
  let owner: Api;
  let promoter: Promoter;
  beforeAll(async () => {
    shop = await Shop.open({ stack, environment: { FREIGHT_FLAT_FEN: '800' } });
    owner = await shop.owner();
    promoter = new Promoter(shop, owner);
  });
  afterEach(() => assertPromotionsAddUp(shop.databaseUrl));
  afterAll(() => shop?.close());

  it(`[P60] gives ${COUPONS} coupons to ${SHOPPERS} shoppers who come at once`, async () => {
    const templateId = await promoter.announce();
    const answers = await Promise.all(
      (await promoter.shoppers(SHOPPERS, 'Claimer')).map((one) => promoter.claim(one, templateId)),
    );
    expect(codes(answers)).toEqual({ 200: COUPONS, 7104: SHOPPERS - COUPONS });
    const { data } = await owner.get<{ claimed: number }>(`/admin/coupon-templates/${templateId}`);
    expect(data.claimed).toBe(COUPONS);
  });

  it('[P60] gives one shopper no more than one may have, however many claims come at once', async () => {
    const shopper = await shop.shopper('oGreedy');
    const templateId = await promoter.announce({ shopperLimit: 3 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => promoter.claim(shopper, templateId)));
    expect(codes(answers)).toEqual({ 200: 3, 7105: 17 });
    expect(await promoter.couponsOf(shopper)).toHaveLength(3);
  });

  it('[P10] answers one coupon however often the same claim arrives at once', async () => {
    const shopper = await shop.shopper('oImpatientClaimer');
    const [templateId, key] = [await promoter.announce({ shopperLimit: 5 }), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 10 }, () => promoter.claim(shopper, templateId, key)));
    expect(new Set(answers.map(({ status, data }) => `${status} ${data.id}`)).size).toBe(1);
    expect(await promoter.couponsOf(shopper)).toHaveLength(1);
  });

  it('lets nobody claim what is closed, not yet or no longer given out, or not there', async () => {
    const shopper = await shop.shopper('oLate');
    const closed = await promoter.announce();
    await owner.post(`/admin/coupon-templates/${closed}/close`);
    const answers = [
      await promoter.claim(shopper, closed),
      await promoter.claim(shopper, await promoter.announce({ claimFrom: at(HOUR / 2) })),
      await promoter.claim(shopper, await promoter.announce({ claimUntil: at(-1) })),
      await promoter.claim(shopper, '01ARZ3NDEKTSV4RRFFQ69G5FAV'),
    ];
    expect(answers.map(({ code }) => code)).toEqual([7102, 7103, 7103, 7101]);
    expect((await owner.put(`/admin/coupon-templates/${closed}`, { name: '改' })).code).toBe(7102);
    expect((await owner.post('/admin/coupon-templates', { name: '不全' })).status).toBe(400);
    const over = { type: 'fixed', from: at(-2 * HOUR), until: at(-HOUR) };
    expect((await owner.put(`/admin/coupon-templates/${await promoter.announce()}`, { validity: over })).code).toBe(
      400,
    );
  });

  it('[P61] takes a coupon off the lines of an order, to the fen, and shows it in every view', async () => {
    const shopper = await shop.shopper('oSaver');
    const [one, other] = [await shop.product(10, 1_000), await shop.product(10, 500)];
    const couponId = await promoter.claimed(shopper);
    const items = [
      { skuId: one.skuId, quantity: 1 },
      { skuId: other.skuId, quantity: 1 },
    ];
    const { status, data: order } = await shopper.post<PricedOrder>('/orders', { items, couponId }, randomUUID());
    expect([status, order.items.map(({ discountFen }) => discountFen)]).toEqual([201, [67, 33]]);
    expect(order).toMatchObject({ goodsFen: 1_500, freightFen: 800, discountFen: 100, totalFen: 2_200 });
    expect((await shopper.get<PricedOrder>(`/orders/${order.id}`)).data).toEqual(order);
    expect(await promoter.couponsOf(shopper, '?status=USED')).toMatchObject([{ id: couponId, orderId: order.id }]);
    const paid = await shop.pay(shopper, order.id);
    expect(shop.wechat.state().transactions.find(({ outTradeNo }) => outTradeNo === paid.outTradeNo)).toMatchObject({
      totalFen: 2_200,
    });
  });

  it('[P61] leaves 1 fen to be paid, and makes freight free', async () => {
    const shopper = await shop.shopper('oPenny');
    const { skuId } = await shop.product(10, 100);
    const dear = await promoter.claimed(shopper, { benefit: { type: 'amount', offFen: 10_000 } });
    const freight = await promoter.claimed(shopper, { benefit: { type: 'free-freight' } });
    const free = await promoter.place(shopper, skuId, { couponId: freight });
    expect(free.data).toMatchObject({ goodsFen: 100, freightFen: 0, discountFen: 0, totalFen: 100 });
    const cheap = await promoter.place(shopper, skuId, { couponId: dear });
    expect(cheap.data).toMatchObject({ goodsFen: 100, freightFen: 800, discountFen: 100, totalFen: 800 });
  });

  it('[P62] lets one order of many use a coupon, and gives it back once when that is cancelled', async () => {
    const shopper = await shop.shopper('oTwice');
    const { skuId } = await shop.product(100, 1_000);
    const couponId = await promoter.claimed(shopper);
    const answers = await Promise.all(Array.from({ length: 10 }, () => promoter.place(shopper, skuId, { couponId })));
    expect(codes(answers)).toEqual({ 200: 1, 7108: 9 });
    const first = answers.find(({ status }) => status === 201)?.data.id ?? '';
    expect(await promoter.couponOf(shopper, couponId)).toMatchObject({ status: 'USED', orderId: first });

    await Promise.all(Array.from({ length: 4 }, () => shopper.post(`/orders/${first}/cancel`)));
    await eventually(
      () => promoter.couponOf(shopper, couponId),
      (coupon) => coupon?.status === 'UNUSED',
    );
    const second = await promoter.place(shopper, skuId, { couponId });
    expect(second.status).toBe(201);
    expect(await promoter.couponOf(shopper, couponId)).toMatchObject({ status: 'USED', orderId: second.data.id });
  });

  it('[P10, P62] answers one order however often the same request with a coupon arrives', async () => {
    const shopper = await shop.shopper('oImpatientSaver');
    const { skuId } = await shop.product(100, 1_000);
    const [couponId, key] = [await promoter.claimed(shopper), randomUUID()];
    const body = { items: [{ skuId, quantity: 1 }], couponId };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => persistently(() => shopper.post<PricedOrder>('/orders', body, key))),
    );
    expect(new Set(answers.map(({ status, data }) => `${status} ${data.id} ${data.discountFen}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 201, data: { discountFen: 100 } });
    const other = await shopper.post('/orders', { ...body, couponId: null }, key);
    expect([other.status, other.code]).toEqual([422, 4004]);
  });

  it('[P62] gives a coupon back when its order is refunded in full', async () => {
    const shopper = await shop.shopper('oRefunded');
    const { skuId } = await shop.product(10, 1_000);
    const couponId = await promoter.claimed(shopper);
    const { data: order } = await promoter.place(shopper, skuId, { couponId });
    await shop.pay(shopper, order.id);
    await eventually(
      async () => (await shopper.post<Order>(`/orders/${order.id}/payment/sync`)).data.status,
      (status) => status === 'PAID',
    );
    const { data: refund } = await shopper.post<{ id: string; amountFen: number }>(
      `/orders/${order.id}/refunds`,
      { reason: '不想要了' },
      randomUUID(),
    );
    expect(refund.amountFen).toBe(1_700);
    await owner.post(`/admin/refunds/${refund.id}/approval`);
    await eventually(
      () => promoter.couponOf(shopper, couponId),
      (coupon) => coupon?.status === 'UNUSED',
    );
  });

  it('[P30] gives nothing back to somebody who is erased', async () => {
    const shopper = await shop.shopper('oErasedSaver');
    const { skuId } = await shop.product(10, 1_000);
    const couponId = await promoter.claimed(shopper);
    expect((await promoter.place(shopper, skuId, { couponId })).status).toBe(201);
    expect((await shopper.delete('/users/me')).status).toBe(200);
    const [coupon] = await eventually(
      () => databaseRows(shop.databaseUrl, 'SELECT status FROM coupons WHERE id = ? AND order_id IS NULL', [couponId]),
      (rows) => rows.length === 1,
    );
    expect(coupon).toEqual({ status: 'EXPIRED' });
  });

  it('says why a coupon cannot be used, uses none, and leaves the key free', async () => {
    const [shopper, other] = await promoter.shoppers(2, 'Refused');
    if (!shopper || !other) throw new Error('There are two');
    const { skuId, id: productId } = await shop.product(1, 1_000);
    const tomorrow = { validity: { type: 'fixed', from: at(24 * HOUR), until: at(48 * HOUR) } };
    const expired = await promoter.claimed(shopper);
    await changeDatabase(shop.databaseUrl, `UPDATE coupons SET valid_until = claimed_at WHERE id = '${expired}'`);
    const couponIds = [
      await promoter.claimed(other),
      expired,
      await promoter.claimed(shopper, tomorrow),
      await promoter.claimed(shopper, { thresholdFen: 1_001 }),
      await promoter.claimed(shopper, { scope: { type: 'products', ids: ['another'] } }),
    ];
    const answers = await Promise.all(couponIds.map((couponId) => promoter.place(shopper, skuId, { couponId })));
    expect(answers.map(({ code }) => code)).toEqual([7107, 7109, 7110, 7111, 7112]);
    const good = await promoter.claimed(shopper, { scope: { type: 'products', ids: [productId] } });
    const changed = await promoter.place(shopper, skuId, { couponId: good, expectedTotalFen: 1_800 });
    expect([changed.code, changed.data]).toEqual([4007, { totalFen: 1_700 }]);
    const short = await shopper.post('/orders', { items: [{ skuId, quantity: 2 }], couponId: good }, randomUUID());
    expect(short.code).toBe(3001);
    expect(await promoter.couponOf(shopper, good)).toMatchObject({ status: 'UNUSED' });
    expect((await promoter.place(shopper, skuId, { couponId: good, expectedTotalFen: 1_700 })).status).toBe(201);
  });

  it('quotes what an order would cost, and what fits, the best first, and reserves nothing', async () => {
    const shopper = await shop.shopper('oCurious');
    const { skuId } = await shop.product(1, 1_000);
    const small = await promoter.claimed(shopper);
    const big = await promoter.claimed(shopper, { benefit: { type: 'percent', percentOff: 20 } });
    const freight = await promoter.claimed(shopper, { benefit: { type: 'free-freight' } });
    await promoter.claimed(shopper, { thresholdFen: 5_000 });
    const quote = (more: object = {}) =>
      shopper.post<Quote>('/orders/quote', { items: [{ skuId, quantity: 2 }], ...more });
    const { status, data } = await quote();
    expect([status, data.totalFen, data.discountFen]).toEqual([200, 2_800, 0]);
    expect(data.coupons.map(({ id, offFen }) => [id, offFen])).toEqual([
      [freight, 800],
      [big, 400],
      [small, 100],
    ]);
    expect((await quote({ couponId: big })).data).toMatchObject({ goodsFen: 2_000, discountFen: 400, totalFen: 2_400 });
    expect((await quote({ couponId: 'none' })).code).toBe(7107);
    expect(await promoter.couponsOf(shopper, '?status=UNUSED')).toHaveLength(4);
  });

  it('leaves money, stock and promotions in order', async () => {
    await assertInvariants(shop.databaseUrl, { settled: false });
  });
});

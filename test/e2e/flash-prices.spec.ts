import type { Api } from '../support/api.js';
import { assertInvariants } from '../support/invariants.js';
import { persistently } from '../support/persistently.js';
import { assertPromotionsAddUp, at, codes, type PricedOrder, Promoter } from '../support/promotions.js';
import { onEachStack, Shop } from '../support/shop.js';
import { eventually } from '../support/until.js';
import type { Page } from '../support/views.js';

const HOUR = 3_600_000;

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

  it('[P60] sells exactly as many units at a flash price as there are, and the rest at the ordinary one', async () => {
    const { skuId } = await shop.product(1_000, 100);
    const id = await promoter.flashPrice(skuId, { unitsLimit: 100, shopperLimit: 3 });
    const buyers = await promoter.shoppers(60, 'Flash');
    const orders = await Promise.all(
      buyers.map((buyer, n) =>
        persistently((key) => buyer.post<PricedOrder>('/orders', { items: [{ skuId, quantity: 1 + (n % 4) }] }, key)),
      ),
    );
    expect(codes(orders)).toEqual({ 200: buyers.length });
    const units = orders.reduce((sum, { data }) => sum + data.discountFen / 40, 0);
    expect([units, await promoter.soldOf(id)]).toEqual([100, 100]);
    for (const { data } of orders) expect(data.discountFen).toBeLessThanOrEqual(3 * 40);
    expect(
      await eventually(
        () =>
          shop.api
            .get<Page<{ id: string; left: number; running: boolean }>>('/flash-prices')
            .then(({ data }) => data.items.find((one) => one.id === id)),
        (one) => one?.left === 0,
      ),
    ).toMatchObject({ running: true });
  });

  it('[P60] gives one shopper no more units at a flash price than one may have, however many orders come at once', async () => {
    const shopper = await shop.shopper('oFlashGreedy');
    const { skuId } = await shop.product(100, 100);
    const id = await promoter.flashPrice(skuId, { unitsLimit: 50, shopperLimit: 5 });
    const orders = await Promise.all(
      Array.from({ length: 8 }, () =>
        persistently((key) => shopper.post<PricedOrder>('/orders', { items: [{ skuId, quantity: 2 }] }, key)),
      ),
    );
    expect([codes(orders), await promoter.soldOf(id)]).toEqual([{ 200: 8 }, 5]);

    const [first] = orders.filter(({ data }) => data.discountFen === 80);
    await shopper.post(`/orders/${first?.data.id}/cancel`);
    await eventually(
      () => promoter.soldOf(id),
      (sold) => sold === 3,
    );
    expect((await promoter.place(shopper, skuId)).data.discountFen).toBe(40);
  });

  it('protects a shopper who saw the flash price when it is gone (4007), and gives it to nobody once it is closed', async () => {
    const shopper = await shop.shopper('oFlashLate');
    const { skuId } = await shop.product(100, 100);
    const id = await promoter.flashPrice(skuId, { unitsLimit: 1 });
    expect((await promoter.place(shopper, skuId, { expectedTotalFen: 860 })).status).toBe(201);
    const late = await promoter.place(shopper, skuId, { expectedTotalFen: 860 });
    expect([late.code, late.data]).toEqual([4007, { totalFen: 900 }]);
    const other = await promoter.flashPrice(skuId, { priceFen: 50 });
    expect((await promoter.place(shopper, skuId)).data.discountFen).toBe(50);
    await owner.post(`/admin/flash-prices/${other}/close`);
    const answers = await Promise.all(Array.from({ length: 4 }, () => promoter.place(shopper, skuId)));
    expect(answers.map(({ data }) => data.discountFen)).toEqual([0, 0, 0, 0]);
    expect(await promoter.soldOf(id)).toBe(1);
  });

  it('makes no flash price for what is not sold, or above the ordinary price', async () => {
    const { skuId } = await shop.product(1, 100);
    const offer = { skuId, priceFen: 99, startsAt: at(HOUR), endsAt: at(2 * HOUR), unitsLimit: 1 };
    const made = (more: object) => owner.post('/admin/flash-prices', { ...offer, ...more });
    const answers = [
      await made({ skuId: 'none' }),
      await made({ priceFen: 100 }),
      await made({ endsAt: offer.startsAt }),
      await made({ priceFen: 0 }),
      await made({}),
    ];
    expect(answers.map(({ code }) => code)).toEqual([2002, 7114, 400, 400, 200]);
  });

  it('leaves money, stock and promotions in order', async () => {
    await assertInvariants(shop.databaseUrl, { settled: false });
  });
});

import { aCoupon, aFlashPrice, later, now, someTerms } from '../testing/promotions.js';
import type { Coupon } from './coupon.js';
import { type Basket, decideDiscounts, type Facts, noDiscount } from './discounts.js';
import type { FlashPrice } from './flash-price.js';

const me = 'shopper';
const free = { ...someTerms, thresholdFen: 0 };
let orders = 0;

function basket(quantity = 1, { couponId = null, customerId = me, ...more }: Partial<Basket> = {}): Basket {
  const line = { skuId: 'tea', productId: 'p', categoryId: 'c', unitPriceFen: 100, quantity };
  return { orderId: `order ${orders++}`, customerId, couponId, lines: [line], freightFen: 500, ...more };
}

function decide(
  baskets: readonly Basket[],
  {
    coupons = [],
    flash = [],
    unitsOf = () => 0,
  }: { coupons?: Coupon[]; flash?: FlashPrice[]; unitsOf?: Facts['unitsOf'] } = {},
) {
  const byId = new Map(coupons.map((coupon) => [coupon.state.id, coupon]));
  return decideDiscounts(baskets, { coupons: byId, flashPrices: flash, unitsOf, now });
}

const tea = (state: Parameters<typeof aFlashPrice>[0] = {}) => aFlashPrice({ skuId: 'tea', id: 'flash', ...state });
const outcome = (discounts: ReturnType<typeof decide>) =>
  discounts.map(
    (decision) => decision && ('refused' in decision ? decision.refused.description.code : decision.linesFen[0]),
  );

describe('baskets', () => {
  it('without coupon and without flash price get nothing, and use nothing', () => {
    expect(decide([basket(2)])).toEqual([{ linesFen: [0], freightFen: 0, uses: null }]);
    expect(noDiscount(basket().lines)).toEqual({ linesFen: [0], freightFen: 0, uses: null });
  });

  it('get what their coupon takes off, and use it', () => {
    const coupon = aCoupon({ customerId: me, terms: free });
    const one = basket(20, { couponId: coupon.state.id });
    const uses = { orderId: one.orderId, customerId: me, couponId: coupon.state.id, flash: [] };
    expect(decide([one], { coupons: [coupon] })).toEqual([{ linesFen: [1_000], freightFen: 0, uses }]);
  });

  it('hear why their coupon cannot be used, each for itself', () => {
    const coupons = [
      aCoupon({ id: 'theirs', terms: free }),
      aCoupon({ id: 'used', customerId: me, status: 'USED' }),
      aCoupon({ id: 'over', customerId: me, period: { from: later(-2), until: now } }),
      aCoupon({ id: 'coming', customerId: me, period: { from: later(1), until: later(2) } }),
      aCoupon({ id: 'dear', customerId: me }),
      aCoupon({ id: 'other', customerId: me, terms: { ...free, scope: { type: 'products', ids: ['cup'] } } }),
      aCoupon({ id: 'good', customerId: me, terms: free }),
    ];
    const names = ['none', 'theirs', 'used', 'over', 'coming', 'dear', 'other', 'good'];
    const discounts = decide(
      names.map((couponId) => basket(1, { couponId })),
      { coupons },
    );
    expect(outcome(discounts)).toEqual([7107, 7107, 7108, 7109, 7110, 7111, 7112, 100]);
  });

  it('with one coupon wait for what becomes of the first', () => {
    const coupons = [aCoupon({ id: 'c', customerId: me, terms: free })];
    expect(outcome(decide([basket(1, { couponId: 'c' }), basket(1, { couponId: 'c' })], { coupons }))).toEqual([
      100,
      null,
    ]);
    const refused = [aCoupon({ id: 'c', customerId: me })];
    expect(outcome(decide([basket(1, { couponId: 'c' }), basket(1, { couponId: 'c' })], { coupons: refused }))).toEqual(
      [7111, 7111],
    );
  });

  it('get units at the flash price as long as there are some, and the rest at the ordinary one', () => {
    const one = basket(7);
    const [decision] = decide([one], { flash: [tea()] });
    const uses = { orderId: one.orderId, customerId: me, couponId: null, flash: [{ flashPriceId: 'flash', units: 5 }] };
    expect(decision).toEqual({ linesFen: [200], freightFen: 0, uses });
    expect(decide([basket(1)], { flash: [tea({ sold: 5 })] })).toEqual([noDiscount([1])]);
  });

  it('get no flash price that is for another SKU, over, or not below the ordinary price', () => {
    const flash = [aFlashPrice(), tea({ endsAt: now }), tea({ closedAt: now }), tea({ priceFen: 100 })];
    expect(decide([basket(1)], { flash })).toEqual([noDiscount([1])]);
  });

  it('get the lowest flash price, and of equals always the same', () => {
    const flash = [tea({ id: 'b', priceFen: 70 }), tea({ id: 'd', priceFen: 60 }), tea({ id: 'c', priceFen: 60 })];
    for (const some of [flash, flash.toReversed()]) {
      const [decision] = decide([basket(1)], { flash: some });
      expect(decision).toMatchObject({ linesFen: [40], uses: { flash: [{ flashPriceId: 'c', units: 1 }] } });
    }
  });

  it('get the next one when the lowest has no units left, for anybody or for them', () => {
    const next = tea({ id: 'next', priceFen: 70 });
    expect(decide([basket(1)], { flash: [tea({ sold: 5 }), next] })).toMatchObject([
      { linesFen: [30], uses: { flash: [{ flashPriceId: 'next', units: 1 }] } },
    ]);
    const unitsOf = (id: string, shopper: string) => (id === 'flash' && shopper === me ? 2 : 0);
    const list = [basket(2), basket(2, { customerId: 'other' })];
    expect(outcome(decide(list, { flash: [tea({ shopperLimit: 2 }), next], unitsOf }))).toEqual([60, 80]);
    // Who may be the first without units at the lowest waits to see.
    const last = [basket(5, { customerId: 'a' }), basket(1, { customerId: 'b' })];
    expect(outcome(decide(last, { flash: [tea(), next] }))).toEqual([200, null]);
  });

  it('get no more units than one shopper may have', () => {
    const flash = [tea({ shopperLimit: 2 })];
    expect(outcome(decide([basket(3)], { flash }))).toEqual([80]);
    expect(
      outcome(decide([basket(3)], { flash, unitsOf: (id, shopper) => (id === 'flash' && shopper === me ? 1 : 0) })),
    ).toEqual([40]);
  });

  it('wait when the units may be gone by one before them, and only then', () => {
    const others = ['a', 'b', 'c', 'd'].map((customerId) => basket(2, { customerId }));
    expect(outcome(decide(others, { flash: [tea()] }))).toEqual([80, 80, null, null]);
    expect(outcome(decide(others, { flash: [tea({ sold: 4 })] }))).toEqual([40, null, null, null]);
    expect(outcome(decide(others, { flash: [tea({ sold: 5 })] }))).toEqual([0, 0, 0, 0]);
    const twice = [basket(2), basket(2), basket(1, { customerId: 'other' })];
    expect(outcome(decide(twice, { flash: [tea({ shopperLimit: 3 })] }))).toEqual([80, null, null]);
  });

  it('wait as a whole, for one of their lines', () => {
    const one = basket(4);
    const plain = { skuId: 'cup', productId: 'p', categoryId: 'c', unitPriceFen: 100, quantity: 1 };
    const two = { ...basket(4, { customerId: 'other' }), lines: [plain, ...one.lines] };
    expect(decide([one, two], { flash: [tea()] })[1]).toBeNull();
  });

  it('behind one that waits do not get first what it waits for', () => {
    const cup = aFlashPrice({ skuId: 'cup', id: 'cups', unitsLimit: 1 });
    const line = { productId: 'p', categoryId: 'c', unitPriceFen: 100, quantity: 1 };
    const both = [
      { ...line, skuId: 'tea' },
      { ...line, skuId: 'cup' },
    ];
    const list = [
      basket(5, { customerId: 'a' }),
      basket(1, { customerId: 'b', lines: both, couponId: 'c' }),
      basket(1, { customerId: 'd', lines: both.slice(1) }),
      basket(1, { customerId: 'b', couponId: 'c', lines: [{ ...line, skuId: 'pot' }] }),
      basket(1, { lines: [{ ...line, skuId: 'pot' }] }),
    ];
    const coupons = [aCoupon({ id: 'c', customerId: 'b', terms: free })];
    expect(outcome(decide(list, { flash: [tea(), cup], coupons }))).toEqual([200, null, null, null, 0]);
  });

  it('are not refused for what is nobody’s fault', () => {
    const broken = aCoupon({ id: 'c', customerId: me, terms: null as never });
    expect(() => decide([basket(1, { couponId: 'c' })], { coupons: [broken] })).toThrow(TypeError);
  });

  it('that are refused take nothing from those behind them', () => {
    const [first, second] = [basket(5, { couponId: 'none' }), basket(5, { customerId: 'other' })];
    expect(outcome(decide([first, second], { flash: [tea()] }))).toEqual([7107, 200]);
  });

  it('have their coupon take off what flash prices leave', () => {
    const terms = { ...free, benefit: { type: 'percent', percentOff: 50, capFen: null }, thresholdFen: 300 } as const;
    const coupons = [aCoupon({ id: 'c', customerId: me, terms })];
    const cup = { skuId: 'cup', productId: 'p', categoryId: 'c', unitPriceFen: 100, quantity: 1 };
    const one = basket(1, { couponId: 'c', freightFen: 0 });
    const both = { ...one, lines: [{ ...cup, skuId: 'tea', quantity: 5 }, cup] };
    const [decision] = decide([both], { coupons, flash: [tea()] });
    expect(decision).toMatchObject({ linesFen: [200 + 150, 50], uses: { couponId: 'c', flash: [{ units: 5 }] } });
    const dearer = [aCoupon({ id: 'c', customerId: me, terms: { ...terms, thresholdFen: 401 } })];
    expect(outcome(decide([both], { coupons: dearer, flash: [tea()] }))).toEqual([7111]);
  });
});

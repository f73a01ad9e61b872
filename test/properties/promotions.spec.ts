import fc from 'fast-check';
import { Money, newId } from '#kernel';
import { PromotedPricing } from '../../src/order/application/promoted-pricing.js';
import { Order } from '../../src/order/domain/order.js';
import { FlatFreight } from '../../src/order/domain/pricing.js';
import { aLine } from '../../src/order/testing/an-order.js';
import type { Benefit, CouponTerms, Scope } from '../../src/promotion/domain/coupon-terms.js';
import { type Basket, decideDiscounts, type DiscountDecision } from '../../src/promotion/domain/discounts.js';
import { splitFen } from '../../src/promotion/domain/split.js';
import { aCoupon, aFlashPrice, now } from '../../src/promotion/testing/promotions.js';

const KINDS = ['a', 'b', 'c'];
const benefits: fc.Arbitrary<Benefit> = fc.oneof(
  fc.record({ type: fc.constant('amount' as const), offFen: fc.integer({ min: 1, max: 200_000 }) }),
  fc.record({
    type: fc.constant('percent' as const),
    percentOff: fc.integer({ min: 1, max: 100 }),
    capFen: fc.option(fc.integer({ min: 1, max: 50_000 })),
  }),
  fc.constant({ type: 'free-freight' as const }),
);
const scopes: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant({ type: 'all' as const }),
  fc.record({
    type: fc.constantFrom('categories' as const, 'products' as const),
    ids: fc.subarray(KINDS, { minLength: 1 }),
  }),
);
const terms: fc.Arbitrary<CouponTerms> = fc.record({
  name: fc.constant('券'),
  benefit: benefits,
  thresholdFen: fc.oneof(fc.constant(0), fc.nat(100_000)),
  scope: scopes,
});
const lines = fc.array(
  fc.record({
    productId: fc.constantFrom(...KINDS),
    categoryId: fc.constantFrom(...KINDS),
    unitPriceFen: fc.oneof(fc.nat(5), fc.nat(100_000)),
    quantity: fc.integer({ min: 1, max: 999 }),
    /** Null: no flash price for it. */
    flash: fc.option(
      fc.record({ priceFen: fc.integer({ min: 1, max: 50_000 }), unitsLimit: fc.integer({ min: 1, max: 50 }) }),
    ),
  }),
  { minLength: 1, maxLength: 8 },
);
const shops = fc.record({ terms: fc.option(terms, { freq: 10 }), lines, freightFen: fc.nat(2_000) });
type Shop = typeof shops extends fc.Arbitrary<infer T> ? T : never;

const sum = (amounts: readonly number[]) => amounts.reduce((total, fen) => total + fen, 0);
const subtotals = ({ lines }: Basket) => lines.map(({ unitPriceFen, quantity }) => unitPriceFen * quantity);

function decided({ terms, lines: wanted, freightFen }: Shop) {
  const customerId = 'shopper';
  const coupon = terms && aCoupon({ customerId, terms });
  const goods = wanted.map(({ flash: _, ...line }, at) => ({ ...line, skuId: `sku ${at}` }));
  const flashPrices = wanted.flatMap(({ flash }, at) => (flash ? [aFlashPrice({ ...flash, skuId: `sku ${at}` })] : []));
  const basket = { orderId: newId(), customerId, couponId: coupon?.state.id ?? null, lines: goods, freightFen };
  const coupons = new Map(coupon ? [[coupon.state.id, coupon]] : []);
  const discounts = decideDiscounts([basket], { coupons, flashPrices, unitsOf: () => 0, now });
  return { basket, decision: discounts[0] ?? null };
}

/** What an order that gets this decision would be. */
async function orderOf({ lines: goods, freightFen, customerId }: Basket, decision: DiscountDecision): Promise<Order> {
  const promotions = {
    discounts: async () => [decision],
    take: async () => undefined,
    quote: () => Promise.reject(new Error()),
  };
  const pricing = new PromotedPricing(new FlatFreight(Money.ofFen(freightFen), Money.zero), promotions);
  const wanted = goods.map(({ unitPriceFen: priceFen, quantity, productId, categoryId }) => {
    return { line: aLine({ priceFen, quantity }), productId, categoryId };
  });
  const price = (await pricing.price([{ id: 'o', customerId, couponId: null, goods: wanted }])).get('o');
  if (!price || !('quote' in price)) throw new Error('It has a price');
  return Order.place({ id: 'o', customerId, ...price, placedAt: now, expiresAt: now });
}

describe('[P61] whatever is taken off', () => {
  it('by a split adds up to the fen, is never more than the line, and is within a fen of its share', () => {
    const weights = fc.array(fc.oneof(fc.nat(20), fc.nat(2 ** 40)), { minLength: 1, maxLength: 50 });
    const property = fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (all, part) => {
      const amount = Math.floor(sum(all) * part);
      const shares = splitFen(amount, all);
      expect(sum(shares)).toBe(amount);
      shares.forEach((share, at) => {
        const weight = all[at] ?? 0;
        const exact = BigInt(amount) * BigInt(weight);
        const whole = BigInt(sum(all) || 1);
        expect(share).toBeLessThanOrEqual(weight);
        expect(BigInt(share) * whole >= exact - whole && BigInt(share) * whole <= exact + whole).toBe(true);
      });
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('a basket leaves at least 1 fen of what had to be paid, and takes from no line more than it costs', () => {
    const property = fc.property(shops, (shop) => {
      const { basket, decision } = decided(shop);
      if (!decision || 'refused' in decision) return;
      const before = sum(subtotals(basket)) + basket.freightFen;
      const left = before - sum(decision.linesFen) - decision.freightFen;
      if (before > 0) expect(left).toBeGreaterThanOrEqual(1);
      expect(decision.freightFen).toBeLessThanOrEqual(basket.freightFen);
      decision.linesFen.forEach((fen, at) => {
        expect(fen).toBeGreaterThanOrEqual(0);
        expect(fen).toBeLessThanOrEqual(subtotals(basket)[at] ?? 0);
      });
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('by a coupon is what its terms say, of goods it is for and beyond its threshold alone', () => {
    const property = fc.property(shops, (shop) => {
      if (!shop.terms) return;
      const { benefit, thresholdFen, scope } = shop.terms;
      const plain = { ...shop, lines: shop.lines.map((line) => ({ ...line, flash: null })) };
      const { basket, decision } = decided(plain);
      const isMeant = basket.lines.map(
        ({ productId, categoryId }) =>
          scope.type === 'all' || scope.ids.includes(scope.type === 'products' ? productId : categoryId),
      );
      const meantFen = sum(subtotals(basket).filter((_, at) => isMeant[at]));
      if (!decision) throw new Error('A basket by itself waits for no other');
      if ('refused' in decision) {
        expect([7111, 7112]).toContain(decision.refused.code);
        if (decision.refused.code === 7111) expect(meantFen).toBeLessThan(thresholdFen);
        return;
      }
      expect(meantFen).toBeGreaterThanOrEqual(thresholdFen);
      decision.linesFen.forEach((fen, at) => {
        if (!isMeant[at]) expect(fen).toBe(0);
      });
      const off = sum(decision.linesFen);
      if (benefit.type === 'free-freight') expect(off).toBe(0);
      else expect(decision.freightFen).toBe(0);
      if (benefit.type === 'amount') expect(off).toBeLessThanOrEqual(benefit.offFen);
      if (benefit.type === 'percent') {
        expect(off).toBeLessThanOrEqual(benefit.capFen ?? off);
        expect(off * 100).toBeLessThanOrEqual(meantFen * benefit.percentOff);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('an order comes back in full when each line and the freight are refunded, and never more', async () => {
    const property = fc.asyncProperty(shops, async (shop) => {
      const { basket, decision } = decided(shop);
      if (!decision || 'refused' in decision) return;
      const order = await orderOf(basket, decision);
      const { lines, quote } = order.snapshot;
      expect(sum(lines.map(({ discount }) => discount.fen))).toBe(quote.discount.fen);
      expect(order.total.fen).toBe(quote.goods.fen + quote.freight.fen - quote.discount.fen);
      if (order.total.equals(Money.zero)) return;
      order.pay({ id: 'p', amount: order.total, paidAt: now }, now);
      const parts = [...lines.map(({ subtotal, discount }) => subtotal.minus(discount)), quote.freight];
      for (const [at, amount] of parts.entries()) {
        if (amount.equals(Money.zero)) continue;
        order.requestRefund({ id: `r${at}`, amount, reason: '' }, now);
        order.approveRefund(`r${at}`, now);
        order.followRefund(`r${at}`, 'SUCCEEDED', now);
      }
      expect(order.status).toBe('REFUNDED');
      const more = { id: 'more', amount: Money.ofFen(1), reason: '' };
      expect(() => order.requestRefund(more, now)).toThrow();
    });
    await fc.assert(property, { numRuns: 200 });
  });
});

import type { Benefit, CouponTerms } from './coupon-terms.js';
import { CouponDoesNotFit, ThresholdNotMet } from './errors.js';
import { reductionOf } from './reduction.js';

const line = (amountFen: number, productId = 'p', categoryId = 'c') => ({ productId, categoryId, amountFen });
const terms = (benefit: Benefit, more: Partial<CouponTerms> = {}): CouponTerms => ({
  name: '券',
  benefit,
  thresholdFen: 0,
  scope: { type: 'all' },
  ...more,
});
const off = (offFen: number) => ({ type: 'amount', offFen }) as const;
const percent = (percentOff: number, capFen: number | null = null) =>
  ({ type: 'percent', percentOff, capFen }) as const;
const freight = { type: 'free-freight' } as const;

describe('a coupon', () => {
  it('of an amount takes it off the goods, in proportion, and never off the freight', () => {
    expect(reductionOf(terms(off(1_000)), [line(3_000), line(1_000)], 500)).toEqual({
      linesFen: [750, 250],
      freightFen: 0,
    });
    expect(reductionOf(terms(off(9_999)), [line(3_000), line(1_000)], 500)).toEqual({
      linesFen: [3_000, 1_000],
      freightFen: 0,
    });
  });

  it('of hundredths takes them off rounded down, at most its cap', () => {
    expect(reductionOf(terms(percent(20)), [line(999)], 0).linesFen).toEqual([199]);
    expect(reductionOf(terms(percent(20, 199)), [line(999)], 0).linesFen).toEqual([199]);
    expect(reductionOf(terms(percent(20, 150)), [line(999)], 0).linesFen).toEqual([150]);
    expect(reductionOf(terms(percent(33)), [line(250)], 0).linesFen).toEqual([82]);
    const huge = Number.MAX_SAFE_INTEGER - 1;
    expect(reductionOf(terms(percent(99)), [line(huge)], 0).linesFen).toEqual([Number((BigInt(huge) * 99n) / 100n)]);
  });

  it('of no freight takes the freight off, and nothing else', () => {
    expect(reductionOf(terms(freight), [line(100), line(1)], 500)).toEqual({ linesFen: [0, 0], freightFen: 500 });
  });

  it('leaves 1 fen to be paid', () => {
    expect(reductionOf(terms(off(1_000)), [line(600), line(400)], 0).linesFen).toEqual([599, 400]);
    expect(reductionOf(terms(off(1_000)), [line(1_000)], 1).linesFen).toEqual([1_000]);
    expect(reductionOf(terms(percent(100)), [line(50)], 0).linesFen).toEqual([49]);
    expect(reductionOf(terms(freight), [line(0)], 500).freightFen).toBe(499);
  });

  it('is for some products or categories alone; others count neither for it nor for its threshold', () => {
    const lines = [line(600, 'tea', 'drinks'), line(400, 'cup', 'home'), line(200, 'pot', 'home')];
    const products = terms(off(60), { scope: { type: 'products', ids: ['tea', 'pot'] }, thresholdFen: 800 });
    expect(reductionOf(products, lines, 0).linesFen).toEqual([45, 0, 15]);
    const categories = terms(off(60), { scope: { type: 'categories', ids: ['home'] }, thresholdFen: 600 });
    expect(reductionOf(categories, lines, 0).linesFen).toEqual([0, 40, 20]);
    expect(() => reductionOf({ ...categories, thresholdFen: 601 }, lines, 0)).toThrow(ThresholdNotMet);
  });

  it('is refused for goods it is not for (7112), before its threshold is looked at', () => {
    const other = terms(off(1), { scope: { type: 'products', ids: ['drinks'] }, thresholdFen: 1_000 });
    expect(() => reductionOf(other, [line(600, 'tea', 'drinks')], 0)).toThrow(CouponDoesNotFit);
  });

  it('is refused below its threshold (7111), with what is short', () => {
    const one = terms(off(1), { thresholdFen: 100 });
    expect(reductionOf(one, [line(60), line(40)], 0).linesFen).toEqual([1, 0]);
    expect(() => reductionOf(one, [line(60), line(39)], 0)).toThrow(
      expect.objectContaining({ code: 7111, facts: { thresholdFen: 100, goodsFen: 99 } }) as Error,
    );
  });

  it('is not wasted on what it takes nothing off (7112)', () => {
    expect(() => reductionOf(terms(freight), [line(100)], 0)).toThrow(CouponDoesNotFit);
    expect(() => reductionOf(terms(off(5)), [line(1)], 0)).toThrow(CouponDoesNotFit);
    expect(() => reductionOf(terms(percent(1)), [line(99)], 0)).toThrow(CouponDoesNotFit);
    expect(() => reductionOf(terms(off(5)), [line(0)], 500)).toThrow(CouponDoesNotFit);
  });
});

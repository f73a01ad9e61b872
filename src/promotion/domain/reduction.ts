import type { Benefit, CouponTerms, Scope } from './coupon-terms.js';
import { CouponDoesNotFit, ThresholdNotMet } from './errors.js';
import { splitFen } from './split.js';

/** A line of a basket as a coupon sees it. */
export interface DiscountableLine {
  readonly productId: string;
  readonly categoryId: string;
  /** What it costs before the coupon. */
  readonly amountFen: number;
}

/** What is taken off: of each line, in the lines' sequence, and of the freight. */
export interface Reduction {
  readonly linesFen: readonly number[];
  readonly freightFen: number;
}

/**
 * What a coupon takes off these goods and their freight. At least 1 fen is left to be paid: WeChat takes no payment of 0.
 * @throws CouponDoesNotFit when none of the goods is what it is for, or nothing would be taken off; ThresholdNotMet
 */
export function reductionOf(
  { benefit, thresholdFen, scope }: CouponTerms,
  lines: readonly DiscountableLine[],
  freightFen: number,
): Reduction {
  const meant = lines.map((line) => (isFor(scope, line) ? line.amountFen : 0));
  const goodsFen = sum(meant);
  if (!lines.some((line) => isFor(scope, line))) throw new CouponDoesNotFit();
  if (goodsFen < thresholdFen) throw new ThresholdNotMet(thresholdFen, goodsFen);
  const most = sum(lines.map(({ amountFen }) => amountFen)) + freightFen - 1;
  const ofFreight = benefit.type === 'free-freight';
  const offFen = Math.min(ofFreight ? freightFen : offGoods(benefit, goodsFen), most);
  if (offFen <= 0) throw new CouponDoesNotFit();
  return ofFreight
    ? { linesFen: lines.map(() => 0), freightFen: offFen }
    : { linesFen: splitFen(offFen, meant), freightFen: 0 };
}

function isFor(scope: Scope, { productId, categoryId }: DiscountableLine): boolean {
  if (scope.type === 'all') return true;
  return scope.ids.includes(scope.type === 'products' ? productId : categoryId);
}

function offGoods(benefit: Exclude<Benefit, { type: 'free-freight' }>, goodsFen: number): number {
  if (benefit.type === 'amount') return Math.min(benefit.offFen, goodsFen);
  const { percentOff, capFen } = benefit;
  // In two parts: the amount times a hundred may be more than a double holds exactly.
  const offFen = Math.floor(goodsFen / 100) * percentOff + Math.floor(((goodsFen % 100) * percentOff) / 100);
  return Math.min(offFen, capFen ?? offFen);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

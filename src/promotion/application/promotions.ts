import type { CouponTerms, Period } from '../domain/coupon-terms.js';
import type { Discount, Basket, DiscountDecision, Uses } from '../domain/discounts.js';

export type { Discount, Basket, BasketLine, DiscountDecision, Uses } from '../domain/discounts.js';

/** A coupon the shopper may use for a basket now, and what it would take off, freight included. */
export interface FittingCoupon {
  readonly id: string;
  readonly terms: CouponTerms;
  readonly period: Period;
  readonly offFen: number;
}

export interface PromotionQuote {
  readonly discount: Discount;
  /** What takes off most comes first, of equals what ends first. */
  readonly fitting: readonly FittingCoupon[];
}

/** What the promotion context answers to other contexts. */
export abstract class Promotions {
  /**
   * One decision for each basket, in the same sequence, in the caller's transaction: the coupons and flash prices they use
   * are locked until it ends. Nothing is used up yet. A list without coupons and without goods at a flash price takes no
   * statement, but for one each second.
   */
  abstract discounts(baskets: readonly Basket[]): Promise<readonly DiscountDecision[]>;

  /** Uses up what the discounts of this transaction promised to those orders that are placed. */
  abstract take(uses: readonly Uses[]): Promise<void>;

  /** What a basket would get now; nothing is locked or used up. @throws what would refuse its coupon */
  abstract quote(basket: Basket): Promise<PromotionQuote>;
}

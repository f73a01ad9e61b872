import type { Coupon } from './coupon.js';

export interface CouponUse {
  readonly couponId: string;
  readonly orderId: string;
}

export abstract class Coupons {
  /** Saves a new one with the events it recorded, in the caller's transaction. */
  abstract add(coupon: Coupon): Promise<void>;

  /** Coupons of a template that a shopper has claimed. */
  abstract countOf(templateId: string, customerId: string): Promise<number>;

  /** Those of `ids` that are there, by id; locked until the caller's transaction ends. */
  abstract lock(ids: readonly string[]): Promise<ReadonlyMap<string, Coupon>>;

  /** Marks locked coupons, which must be usable, as used for these orders, in the caller's transaction. */
  abstract use(uses: readonly CouponUse[], now: Date): Promise<void>;

  /** Unused coupons of a shopper that are good at `now`, those that end soonest first. */
  abstract usable(customerId: string, now: Date, limit: number): Promise<readonly Coupon[]>;

  /** @throws CouponNotFound */
  abstract get(id: string): Promise<Coupon>;

  /** Gives back what an order used, once, in the caller's transaction. */
  abstract giveBack(orderId: string, now: Date): Promise<void>;

  /** Marks up to `limit` unused coupons whose time is over as expired; answers how many. */
  abstract expire(now: Date, limit: number): Promise<number>;

  /** Ends all that a shopper has: what is unused is expired, and what is used comes back expired. */
  abstract endOf(customerId: string, now: Date): Promise<void>;
}

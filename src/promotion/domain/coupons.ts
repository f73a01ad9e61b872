import type { Coupon } from './coupon.js';

/** Decides what becomes of a coupon. */
export type CouponChange = (coupon: Coupon) => void;

/**
 * Whatever changes coupons loads and locks them, lets `mutate` decide and saves what it changed: one transaction, the
 * caller's where there is one, and no more statements for many coupons of one outcome than for one.
 */
export abstract class Coupons {
  /** Saves a new one with the events it recorded, in the caller's transaction. */
  abstract add(coupon: Coupon): Promise<void>;

  /** Coupons of a template that a shopper has claimed. */
  abstract countOf(templateId: string, customerId: string): Promise<number>;

  /** Those of `ids` that are there, by id; locked until the caller's transaction ends. */
  abstract lock(ids: readonly string[]): Promise<ReadonlyMap<string, Coupon>>;

  /** Unused coupons of a shopper that are good at `now`, those that end soonest first. */
  abstract usable(customerId: string, now: Date, limit: number): Promise<readonly Coupon[]>;

  /** @throws CouponNotFound */
  abstract get(id: string): Promise<Coupon>;

  /** Changes those of `ids` that are there, which `mutate` is handed together, by id. */
  abstract change(ids: readonly string[], mutate: (coupons: ReadonlyMap<string, Coupon>) => void): Promise<void>;

  /** Changes what an order uses, if anything. */
  abstract changeUsedFor(orderId: string, mutate: CouponChange): Promise<void>;

  /** Changes all that a shopper has, whatever has become of them. */
  abstract changeAllOf(customerId: string, mutate: CouponChange): Promise<void>;

  /** Changes up to `limit` unused coupons whose time is over, passing over those others hold; answers how many it changed. */
  abstract changeOver(now: Date, limit: number, mutate: CouponChange): Promise<number>;
}

import type { CouponTemplate } from './coupon-template.js';

export abstract class CouponTemplates {
  /** Saves a new one, in the caller's transaction where there is one. */
  abstract add(template: CouponTemplate): Promise<void>;

  /** @throws CouponTemplateNotFound */
  abstract get(id: string): Promise<CouponTemplate>;

  /**
   * Loads and locks, lets `mutate` decide, saves all but what is claimed: one transaction.
   * @throws CouponTemplateNotFound
   */
  abstract change(id: string, mutate: (template: CouponTemplate) => void): Promise<CouponTemplate>;

  /**
   * Counts one more claim, unless as many as there are have been claimed, or it is closed or out of its time meanwhile.
   * In the caller's transaction, which others who claim then wait for.
   */
  abstract countClaim(id: string, now: Date): Promise<boolean>;
}

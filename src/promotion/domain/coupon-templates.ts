import type { CouponTemplate } from './coupon-template.js';

export abstract class CouponTemplates {
  /** Saves a new one, in the caller's transaction where there is one. */
  abstract add(template: CouponTemplate): Promise<void>;

  /** @throws CouponTemplateNotFound */
  abstract get(id: string): Promise<CouponTemplate>;

  /**
   * Loads and locks, lets `mutate` decide, saves: one transaction, the caller's where there is one. Until that ends,
   * others who claim or change wait.
   * @throws CouponTemplateNotFound
   */
  abstract change(id: string, mutate: (template: CouponTemplate) => void | Promise<void>): Promise<CouponTemplate>;
}

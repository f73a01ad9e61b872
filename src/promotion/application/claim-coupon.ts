import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { UserDirectory } from '../../user/index.js';
import { CouponTemplates } from '../domain/coupon-templates.js';
import { Coupons } from '../domain/coupons.js';

export interface ClaimCouponCommand {
  readonly templateId: string;
  readonly customerId: string;
  readonly key: IdempotencyKey;
}

/** A shopper takes a coupon. */
@Injectable()
export class ClaimCoupon {
  constructor(
    private readonly templates: CouponTemplates,
    private readonly coupons: Coupons,
    private readonly users: UserDirectory,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws CouponTemplateNotFound, CouponTemplateClosed, NotClaimableNow, AllCouponsClaimed, ShopperHasClaimedAll, UserNotFound
   */
  execute({ templateId, customerId, key }: ClaimCouponCommand): Promise<IdempotentResult> {
    const id = newId();
    return this.idempotency.once(key, id, async () => {
      const now = this.clock.now();
      // Whoever comes too late, or when all are gone, waits for nobody.
      (await this.templates.get(templateId)).mustBeClaimable(now);
      // Who is erased meanwhile gets none.
      await this.users.hold(customerId);
      await this.templates.change(templateId, async (template) => {
        // Behind the template's lock: of this shopper's claims at the same time each sees those before it.
        const held = await this.coupons.countOf(templateId, customerId);
        await this.coupons.add(template.claim(id, { customerId, held }, now));
      });
    });
  }
}

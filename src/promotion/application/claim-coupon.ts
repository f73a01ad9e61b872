import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { Idempotency, type IdempotencyKey, type Made } from '#platform/idempotency';
import { UserDirectory } from '../../user/index.js';
import { Coupon } from '../domain/coupon.js';
import { CouponTemplates } from '../domain/coupon-templates.js';
import { Coupons } from '../domain/coupons.js';
import { AllCouponsClaimed, ShopperHasClaimedAll } from '../domain/errors.js';

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
  execute({ templateId, customerId, key }: ClaimCouponCommand): Promise<Made> {
    const id = newId();
    return this.idempotency.once(key, id, async () => {
      const now = this.clock.now();
      const template = await this.templates.get(templateId);
      const { claimed, totalLimit } = template.state;
      template.mustBeClaimable(now);
      // Whoever comes when all are gone waits for nobody.
      if (claimed >= totalLimit) throw new AllCouponsClaimed();
      // Who is erased meanwhile gets none.
      await this.users.hold(customerId);
      if (!(await this.templates.countClaim(templateId, now))) {
        (await this.templates.get(templateId)).mustBeClaimable(now);
        throw new AllCouponsClaimed();
      }
      // Now that the template is locked: staff may have changed it while this claim waited for them.
      const current = await this.templates.get(templateId);
      const { name, benefit, thresholdFen, scope, shopperLimit } = current.state;
      current.mustBeClaimable(now);
      // Behind the template's lock: of this shopper's claims at the same time each sees those before it.
      const no = (await this.coupons.countOf(templateId, customerId)) + 1;
      if (no > shopperLimit) throw new ShopperHasClaimedAll();
      const terms = { name, benefit, thresholdFen, scope };
      const period = current.periodFrom(now);
      await this.coupons.add(Coupon.claim({ id, templateId, customerId, no, terms, period, claimedAt: now }));
    });
  }
}

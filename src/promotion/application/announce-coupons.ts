import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { type Announcement, CouponTemplate } from '../domain/coupon-template.js';
import { CouponTemplates } from '../domain/coupon-templates.js';

export interface AnnounceCouponsCommand {
  readonly announcement: Announcement;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

/** Staff make a coupon template. */
@Injectable()
export class AnnounceCoupons {
  constructor(
    private readonly templates: CouponTemplates,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws NameBlank, PeriodEmpty, ClaimsOutliveCoupons */
  execute({ announcement, actor, key }: AnnounceCouponsCommand): Promise<IdempotentResult> {
    const id = newId();
    return this.idempotency.once(key, id, async () => {
      await this.templates.add(CouponTemplate.announce(id, announcement, this.clock.now()));
      await this.audit.record({ type: 'coupon-template.created', actor, subject: id });
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Idempotency, type IdempotencyKey, type IdempotentResult } from '#platform/idempotency';
import { CouponTemplates } from '../domain/coupon-templates.js';

export interface CloseCouponTemplateCommand {
  readonly templateId: string;
  readonly actor: Actor;
  readonly key: IdempotencyKey | null;
}

@Injectable()
export class CloseCouponTemplate {
  constructor(
    private readonly templates: CouponTemplates,
    private readonly audit: AuditLog,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /** @throws CouponTemplateNotFound */
  execute({ templateId, actor, key }: CloseCouponTemplateCommand): Promise<IdempotentResult> {
    return this.idempotency.once(key, templateId, async () => {
      await this.templates.change(templateId, (template) => template.close(this.clock.now()));
      await this.audit.record({ type: 'coupon-template.closed', actor, subject: templateId });
    });
  }
}

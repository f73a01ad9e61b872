import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '#platform/audit';
import { Database } from '#platform/database';
import type { Announcement } from '../domain/coupon-template.js';
import { CouponTemplates } from '../domain/coupon-templates.js';

export interface ChangeCouponTemplateCommand {
  readonly templateId: string;
  readonly changes: Partial<Announcement>;
  readonly actor: Actor;
}

@Injectable()
export class ChangeCouponTemplate {
  constructor(
    private readonly templates: CouponTemplates,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /** @throws CouponTemplateNotFound, CouponTemplateClosed, TotalBelowClaimed, NameBlank, PeriodEmpty, ClaimsOutliveCoupons */
  async execute({ templateId, changes, actor }: ChangeCouponTemplateCommand): Promise<void> {
    await this.database.transaction(async () => {
      await this.templates.change(templateId, (template) => template.change(changes));
      await this.audit.record({ type: 'coupon-template.changed', actor, subject: templateId });
    });
  }
}

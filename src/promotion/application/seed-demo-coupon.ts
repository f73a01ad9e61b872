import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { isUniqueViolation } from '#platform/database';
import { CouponTemplate } from '../domain/coupon-template.js';
import { CouponTemplates } from '../domain/coupon-templates.js';
import { CouponTemplateNotFound } from '../domain/errors.js';

const ID = '01JDEMCPN00000000000000001';
const YEAR = 365 * 86_400_000;

/** Gives the demo shop a coupon to claim. */
@Injectable()
export class SeedDemoCoupon implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly templates: CouponTemplates,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.demoSeed && !(await this.isThere())) await this.execute();
  }

  private async execute(): Promise<void> {
    const now = this.clock.now();
    const announcement = {
      name: '新人满 50 减 10',
      benefit: { type: 'amount', offFen: 10_00 },
      thresholdFen: 50_00,
      scope: { type: 'all' },
      validity: { type: 'days', days: 30 },
      totalLimit: 100_000,
      shopperLimit: 1,
      claimFrom: now,
      claimUntil: new Date(now.getTime() + YEAR),
    } as const;
    try {
      await this.templates.add(CouponTemplate.announce(ID, announcement, now));
    } catch (error) {
      // The id is fixed: another process that started at the same moment has added it.
      if (!isUniqueViolation(error)) throw error;
    }
  }

  private async isThere(): Promise<boolean> {
    try {
      return Boolean(await this.templates.get(ID));
    } catch (error) {
      if (error instanceof CouponTemplateNotFound) return false;
      throw error;
    }
  }
}

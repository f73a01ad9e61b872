import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { Coupons } from '../domain/coupons.js';

const BATCH = 500;

/** Coupons whose time is over. Nobody can use them before this job has seen them either. */
@Injectable()
export class ExpireCoupons extends PeriodicJob {
  readonly every = 60_000;

  constructor(
    private readonly coupons: Coupons,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    while (!this.stopping && (await this.expireSome()) > 0);
  }

  private expireSome(): Promise<number> {
    const now = this.clock.now();
    return this.coupons.changeOver(now, BATCH, (coupon) => coupon.expire(now));
  }
}

import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import {
  Answers,
  CurrentShopper,
  IdParam,
  page,
  type Page,
  pageQuery,
  pageRequest,
  type Shopper,
  Tag,
} from '#platform/http';
import { type IdempotencyKey, RequiredIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { ClaimCoupon } from '../application/claim-coupon.js';
import { type ClaimableView, CouponQueries, type CouponView } from './coupon.queries.js';
import { claimableView, couponListQuery, couponView } from './promotion.schemas.js';

@Tag('promotion')
@Controller()
export class CouponsController {
  constructor(
    private readonly claimCoupon: ClaimCoupon,
    private readonly queries: CouponQueries,
  ) {}

  @Get('coupon-templates')
  @Answers('Coupons that can be claimed now', { data: page(claimableView) })
  claimable(
    @CurrentShopper() shopper: Shopper,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ): Promise<Page<ClaimableView>> {
    return this.queries.claimable(shopper.id, pageRequest(query));
  }

  @Post('coupon-templates/:id/claim')
  @Answers('Claim a coupon', {
    status: 201,
    data: couponView,
    refusals: [1001, 4003, 4004, 4005, 7101, 7102, 7103, 7104, 7105],
  })
  async claim(
    @CurrentShopper() shopper: Shopper,
    @IdParam() templateId: string,
    @RequiredIdempotencyKey() key: IdempotencyKey,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CouponView> {
    const made = await this.claimCoupon.execute({ templateId, customerId: shopper.id, key });
    sayIfReplayed(reply, made);
    return this.queries.coupon(made.id, shopper.id);
  }

  @Get('coupons')
  @Answers('My coupons', { data: page(couponView) })
  list(
    @CurrentShopper() shopper: Shopper,
    @Query({ schema: couponListQuery }) query: z.output<typeof couponListQuery>,
  ): Promise<Page<CouponView>> {
    return this.queries.coupons(shopper.id, query.status, pageRequest(query));
  }
}

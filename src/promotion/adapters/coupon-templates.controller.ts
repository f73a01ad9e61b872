import { Body, Controller, Get, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import {
  Answers,
  ForStaff,
  IdParam,
  staffPage,
  type StaffPage,
  staffPageQuery,
  staffPageRequest,
  Tag,
} from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { AnnounceCoupons } from '../application/announce-coupons.js';
import { ChangeCouponTemplate } from '../application/change-coupon-template.js';
import { CloseCouponTemplate } from '../application/close-coupon-template.js';
import type { Announcement } from '../domain/coupon-template.js';
import { CouponQueries, type TemplateView } from './coupon.queries.js';
import { newTemplate, templateChanges, templateView } from './promotion.schemas.js';

@Tag('promotion')
@Controller('admin/coupon-templates')
export class CouponTemplatesController {
  constructor(
    private readonly announceCoupons: AnnounceCoupons,
    private readonly changeTemplate: ChangeCouponTemplate,
    private readonly closeTemplate: CloseCouponTemplate,
    private readonly queries: CouponQueries,
  ) {}

  @Get()
  @ForStaff('promotions:read')
  @Answers('Coupon templates, newest first', { data: staffPage(templateView) })
  list(@Query({ schema: staffPageQuery }) query: z.output<typeof staffPageQuery>): Promise<StaffPage<TemplateView>> {
    return this.queries.templates(staffPageRequest(query));
  }

  @Get(':id')
  @ForStaff('promotions:read')
  @Answers('A coupon template', { data: templateView, refusals: [7101] })
  get(@IdParam() templateId: string): Promise<TemplateView> {
    return this.queries.template(templateId);
  }

  @Post()
  @ForStaff('promotions:write')
  @Answers('Make a coupon template', { status: 201, data: templateView, refusals: [4003, 4004, 4005] })
  async create(
    @Body({ schema: newTemplate }) announcement: z.output<typeof newTemplate>,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateView> {
    const made = await this.announceCoupons.execute({ announcement, actor, key });
    sayIfReplayed(reply, made);
    return this.queries.template(made.id);
  }

  @Put(':id')
  @ForStaff('promotions:write')
  @Answers('Change a coupon template, for those who claim from now on', {
    data: templateView,
    refusals: [7101, 7102, 7106],
  })
  async change(
    @IdParam() templateId: string,
    @Body({ schema: templateChanges }) changes: z.output<typeof templateChanges>,
    @CurrentActor() actor: Actor,
  ): Promise<TemplateView> {
    await this.changeTemplate.execute({ templateId, changes: named(changes), actor });
    return this.queries.template(templateId);
  }

  @Post(':id/close')
  @ForStaff('promotions:write')
  @Answers('Nobody claims one any more; asking twice is harmless', {
    data: templateView,
    refusals: [4003, 4004, 4005, 7101],
  })
  async close(
    @IdParam() templateId: string,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateView> {
    sayIfReplayed(reply, await this.closeTemplate.execute({ templateId, actor, key }));
    return this.queries.template(templateId);
  }
}

/** What is left out is absent, not undefined. */
function named(changes: z.output<typeof templateChanges>): Partial<Announcement> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

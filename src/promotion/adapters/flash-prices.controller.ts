import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import {
  Answers,
  ForStaff,
  IdParam,
  page,
  type Page,
  pageQuery,
  pageRequest,
  Public,
  staffPage,
  type StaffPage,
  staffPageQuery,
  staffPageRequest,
  Tag,
} from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { AnnounceFlashPrice } from '../application/announce-flash-price.js';
import { CloseFlashPrice } from '../application/close-flash-price.js';
import type { FlashPriceState } from '../domain/flash-price.js';
import { FlashPriceQueries, type FlashPriceView } from './flash-price.queries.js';
import { flashPriceView, newFlashPrice, staffFlashPriceView } from './promotion.schemas.js';

@Tag('promotion')
@Controller()
export class FlashPricesController {
  constructor(
    private readonly announceFlashPrice: AnnounceFlashPrice,
    private readonly closeFlashPrice: CloseFlashPrice,
    private readonly queries: FlashPriceQueries,
  ) {}

  @Get('flash-prices')
  @Public()
  @Answers('Flash prices, running and coming', { data: page(flashPriceView) })
  running(@Query({ schema: pageQuery }) query: z.output<typeof pageQuery>): Promise<Page<FlashPriceView>> {
    return this.queries.runningAndComing(pageRequest(query));
  }

  @Get('admin/flash-prices')
  @ForStaff('promotions:read')
  @Answers('Flash prices, newest first', { data: staffPage(staffFlashPriceView) })
  list(@Query({ schema: staffPageQuery }) query: z.output<typeof staffPageQuery>): Promise<StaffPage<FlashPriceState>> {
    return this.queries.list(staffPageRequest(query));
  }

  @Post('admin/flash-prices')
  @ForStaff('promotions:write')
  @Answers('Make a flash price', {
    status: 201,
    data: staffFlashPriceView,
    refusals: [2002, 4003, 4004, 4005, 7114],
  })
  async create(
    @Body({ schema: newFlashPrice }) offer: z.output<typeof newFlashPrice>,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FlashPriceState> {
    const made = await this.announceFlashPrice.execute({ offer, actor, key });
    sayIfReplayed(reply, made);
    return this.queries.one(made.id);
  }

  @Post('admin/flash-prices/:id/close')
  @ForStaff('promotions:write')
  @Answers('From now on the ordinary price; asking twice is harmless', {
    data: staffFlashPriceView,
    refusals: [4003, 4004, 4005, 7113],
  })
  async close(
    @IdParam() flashPriceId: string,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FlashPriceState> {
    sayIfReplayed(reply, await this.closeFlashPrice.execute({ flashPriceId, actor, key }));
    return this.queries.one(flashPriceId);
  }
}

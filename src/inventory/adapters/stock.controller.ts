import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import {
  Answers,
  body,
  ForStaff,
  IdParam,
  staffPage,
  type StaffPage,
  staffPageQuery,
  staffPageRequest,
  Tag,
  text,
  time,
} from '#platform/http';
import { type IdempotencyKey, RequiredIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { AdjustStock } from '../application/adjust-stock.js';
import { InventoryQueries, type MovementView, type StockView } from './inventory.queries.js';

const stockView = z.object({
  skuId: z.string(),
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
  sold: z.int(),
});
const movementView = z.object({
  id: z.string(),
  type: z.enum(['initial', 'adjusted', 'reserved', 'released', 'sold', 'returned']),
  quantity: z.int().describe('Signed change of what is available; 0 for sold'),
  orderId: z.string().nullable(),
  reason: z.string().nullable(),
  at: time,
});
const adjustment = body({ delta: z.int(), reason: text(1, 200) });

@Tag('inventory')
@Controller('admin/stock/:skuId')
export class StockController {
  constructor(
    private readonly adjustStock: AdjustStock,
    private readonly queries: InventoryQueries,
  ) {}

  @Get()
  @ForStaff('stock:read')
  @Answers('Stock of a SKU', { data: stockView, refusals: [2002] })
  stock(@IdParam('skuId') skuId: string): Promise<StockView> {
    return this.queries.stock(skuId);
  }

  @Post('adjustments')
  @ForStaff('stock:write')
  @Answers('Add units to stock or take them away', {
    status: 201,
    data: stockView,
    refusals: [2002, 3001, 4003, 4004, 4005],
  })
  async adjust(
    @IdParam('skuId') skuId: string,
    @Body({ schema: adjustment }) { delta, reason }: z.output<typeof adjustment>,
    @CurrentActor() actor: Actor,
    @RequiredIdempotencyKey() key: IdempotencyKey,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StockView> {
    sayIfReplayed(reply, await this.adjustStock.execute({ skuId, delta, reason, actor, key }));
    return this.queries.stock(skuId);
  }

  @Get('movements')
  @ForStaff('stock:read')
  @Answers('Ledger of a SKU, newest first', { data: staffPage(movementView), refusals: [2002] })
  movements(
    @IdParam('skuId') skuId: string,
    @Query({ schema: staffPageQuery }) query: z.output<typeof staffPageQuery>,
  ): Promise<StaffPage<MovementView>> {
    return this.queries.movements(skuId, staffPageRequest(query));
  }
}

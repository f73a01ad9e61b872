import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, ForStaff, IdParam, type StaffPage, staffPage, staffPageRequest, Tag } from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { DecideRefund } from '../application/decide-refund.js';
import { reasonBody, staffRefundListQuery, staffRefundSchema } from './order.schemas.js';
import { StaffOrderQueries, type StaffRefundView } from './staff-order.queries.js';

@Tag('orders (staff)')
@Controller('admin/refunds')
export class RefundsController {
  constructor(
    private readonly decideRefund: DecideRefund,
    private readonly queries: StaffOrderQueries,
  ) {}

  @Get()
  @ForStaff('orders:read')
  @Answers('Refunds, newest first', { data: staffPage(staffRefundSchema) })
  list(
    @Query({ schema: staffRefundListQuery }) query: z.output<typeof staffRefundListQuery>,
  ): Promise<StaffPage<StaffRefundView>> {
    return this.queries.refunds(query.status, staffPageRequest(query));
  }

  @Post(':id/approval')
  @ForStaff('refunds:decide')
  @Answers('Approve: the money goes back', { data: staffRefundSchema, refusals: [4002, 4004, 4005, 5001] })
  async approve(
    @IdParam() refundId: string,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffRefundView> {
    sayIfReplayed(reply, await this.decideRefund.execute({ refundId, rejection: null, actor, key }));
    return this.queries.refund(refundId);
  }

  @Post(':id/rejection')
  @ForStaff('refunds:decide')
  @Answers('Reject', { data: staffRefundSchema, refusals: [4002, 4004, 4005, 5001] })
  async reject(
    @IdParam() refundId: string,
    @Body({ schema: reasonBody }) { reason }: z.output<typeof reasonBody>,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffRefundView> {
    sayIfReplayed(reply, await this.decideRefund.execute({ refundId, rejection: reason, actor, key }));
    return this.queries.refund(refundId);
  }
}

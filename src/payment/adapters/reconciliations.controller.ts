import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Actor, CurrentActor } from '#platform/audit';
import { Answers, body, fen, ForStaff, Tag } from '#platform/http';
import { type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { RequestReconciliation } from '../application/request-reconciliation.js';
import { ReconciliationQueries, type ReconciliationView } from './reconciliation.queries.js';

const day = z.iso.date().describe('A day of Beijing, before today');
const request = body({ date: day });
const reconciliation = z
  .object({
    date: day,
    status: z.enum(['running', 'done', 'failed']).describe('A day that failed is tried again by itself'),
    matched: z.int().min(0).describe('Payments that are the same on both sides'),
    differences: z.array(
      z.object({
        kind: z
          .enum(['missing-here', 'unpaid-here', 'missing-there', 'amount'])
          .describe('The last two wait for somebody'),
        outTradeNo: z.string(),
        oursFen: fen.nullable().describe('null: no such payment here'),
        theirsFen: fen.nullable().describe("null: not on WeChat's bill"),
        repaired: z.boolean().describe('WeChat confirmed it when asked, and the order is paid now'),
      }),
    ),
  })
  .meta({ id: 'Reconciliation' });

@Tag('reconciliation')
@Controller('admin/reconciliations')
export class ReconciliationsController {
  constructor(
    private readonly requestReconciliation: RequestReconciliation,
    private readonly queries: ReconciliationQueries,
  ) {}

  @Post()
  @ForStaff('reconciliations:run')
  @Answers("Compare a day with WeChat's trade bill, in the background; one that is running goes on", {
    status: 201,
    data: reconciliation,
    refusals: [4004, 4005],
  })
  async order(
    @Body({ schema: request }) { date }: z.output<typeof request>,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReconciliationView> {
    sayIfReplayed(reply, await this.requestReconciliation.execute({ date, actor, key }));
    return this.queries.ofDay(date);
  }

  @Get(':date')
  @ForStaff('reconciliations:run')
  @Answers('The latest comparison of a day', { data: reconciliation })
  ofDay(@Param('date') date: string): Promise<ReconciliationView> {
    return this.queries.ofDay(date);
  }
}

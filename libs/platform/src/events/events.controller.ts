import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Actor, AuditLog, CurrentActor } from '#platform/audit';
import {
  Answers,
  ForStaff,
  IdParam,
  staffPage,
  type StaffPage,
  staffPageQuery,
  staffPageRequest,
  Tag,
  time,
} from '#platform/http';
import { Idempotency, type IdempotencyKey, OptionalIdempotencyKey, sayIfReplayed } from '#platform/idempotency';
import { EventLog } from './event-log.js';
import type { EventView } from './stored-event.js';

const eventView = z.object({
  id: z.string(),
  type: z.string(),
  aggregateId: z.string(),
  status: z.enum(['pending', 'delivered', 'dead']),
  attempts: z.int(),
  lastError: z.string().nullable(),
  createdAt: time,
});
const eventQuery = staffPageQuery.extend({ status: z.enum(['pending', 'dead']).default('dead') });

@Tag('events')
@Controller('admin/events')
export class EventsController {
  constructor(
    private readonly events: EventLog,
    private readonly idempotency: Idempotency,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @ForStaff('events:read')
  @Answers('Events that wait or failed for good', { data: staffPage(eventView) })
  list(@Query({ schema: eventQuery }) query: z.output<typeof eventQuery>): Promise<StaffPage<EventView>> {
    return this.events.list(query.status, staffPageRequest(query));
  }

  @Post(':id/retry')
  @ForStaff('events:retry')
  @Answers('Try a dead event again', { data: eventView, refusals: [4003, 4004, 4005] })
  async retry(
    @IdParam() id: string,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventView> {
    const made = await this.idempotency.once(key, id, async () => {
      await this.events.retry(id);
      await this.audit.record({ type: 'events.retried', actor, subject: id });
    });
    sayIfReplayed(reply, made);
    return this.events.event(id);
  }
}

import { Controller, Get, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Answers, ForStaff, IdParam, page, type Page, pageQuery, pageRequest, Tag, time } from '#platform/http';
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
const eventQuery = pageQuery.extend({ status: z.enum(['pending', 'dead']).default('dead') });

@Tag('events')
@Controller('admin/events')
export class EventsController {
  constructor(private readonly events: EventLog) {}

  @Get()
  @ForStaff('events:read')
  @Answers('Events that wait or failed for good', { data: page(eventView) })
  list(@Query({ schema: eventQuery }) query: z.output<typeof eventQuery>): Promise<Page<EventView>> {
    return this.events.list(query.status, pageRequest(query));
  }

  @Post(':id/retry')
  @ForStaff('events:retry')
  @Answers('Try a dead event again', { data: eventView })
  retry(@IdParam() id: string): Promise<EventView> {
    return this.events.retry(id);
  }
}

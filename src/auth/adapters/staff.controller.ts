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
import { ChangeStaff } from '../application/change-staff.js';
import { CreateStaff } from '../application/create-staff.js';
import { StaffQueries, type StaffView } from './staff.queries.js';
import { newStaff, staffChanges, staffView } from './staff.schemas.js';

@Tag('auth')
@Controller('admin/staff')
export class StaffController {
  constructor(
    private readonly createStaff: CreateStaff,
    private readonly changeStaff: ChangeStaff,
    private readonly queries: StaffQueries,
  ) {}

  @Get()
  @ForStaff('staff:manage')
  @Answers('Who works here, newest first', { data: staffPage(staffView) })
  list(@Query({ schema: staffPageQuery }) query: z.output<typeof staffPageQuery>): Promise<StaffPage<StaffView>> {
    return this.queries.list(staffPageRequest(query));
  }

  @Post()
  @ForStaff('staff:manage')
  @Answers('Add a member of staff', { status: 201, data: staffView, refusals: [409, 4003, 4004, 4005] })
  async create(
    @Body({ schema: newStaff }) member: z.output<typeof newStaff>,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffView> {
    const made = await this.createStaff.execute({ ...member, actor, key });
    sayIfReplayed(reply, made);
    return this.queries.member(made.id);
  }

  @Put(':id')
  @ForStaff('staff:manage')
  @Answers('Change role, password or whether somebody works here; ends their sessions', {
    data: staffView,
    refusals: [404, 409],
  })
  async change(
    @IdParam() staffId: string,
    @Body({ schema: staffChanges }) changes: z.output<typeof staffChanges>,
    @CurrentActor() actor: Actor,
  ): Promise<StaffView> {
    await this.changeStaff.execute({ staffId, ...changes, actor });
    return this.queries.member(staffId);
  }
}

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
import { ChangeSampleThing } from '../application/change-sample-thing.js';
import { CreateSampleThing } from '../application/create-sample-thing.js';
// >> use case
import { TouchSampleThing } from '../application/touch-sample-thing.js';
// << use case
import { SampleThingQueries, type SampleThingView } from './sample-things.queries.js';
import {
  newSampleThing,
  type NewSampleThing,
  sampleThingChanges,
  type SampleThingChanges,
  sampleThingView,
} from './sample-things.schemas.js';

@Tag('sample-context')
@Controller('admin/sample-things')
export class SampleThingsController {
  constructor(
    private readonly createSampleThing: CreateSampleThing,
    private readonly changeSampleThing: ChangeSampleThing,
    // >> use case
    private readonly touchSampleThing: TouchSampleThing,
    // << use case
    private readonly queries: SampleThingQueries,
  ) {}

  @Get()
  @ForStaff('sample-things:read')
  @Answers('Sample things, newest first', { data: staffPage(sampleThingView) })
  list(@Query({ schema: staffPageQuery }) query: z.output<typeof staffPageQuery>): Promise<StaffPage<SampleThingView>> {
    return this.queries.list(staffPageRequest(query));
  }

  @Get(':id')
  @ForStaff('sample-things:read')
  @Answers('A sample thing', { data: sampleThingView, refusals: [7001] })
  get(@IdParam() sampleThingId: string): Promise<SampleThingView> {
    return this.queries.one(sampleThingId);
  }

  @Post()
  @ForStaff('sample-things:write')
  @Answers('Make a sample thing', { status: 201, data: sampleThingView, refusals: [4003, 4004, 4005] })
  async create(
    @Body({ schema: newSampleThing }) { name }: NewSampleThing,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SampleThingView> {
    const made = await this.createSampleThing.execute({ name, actor, key });
    sayIfReplayed(reply, made);
    return this.queries.one(made.id);
  }

  @Put(':id')
  @ForStaff('sample-things:write')
  @Answers('Change a sample thing', { data: sampleThingView, refusals: [7001] })
  async change(
    @IdParam() sampleThingId: string,
    @Body({ schema: sampleThingChanges }) changes: SampleThingChanges,
    @CurrentActor() actor: Actor,
  ): Promise<SampleThingView> {
    await this.changeSampleThing.execute({ sampleThingId, changes, actor });
    return this.queries.one(sampleThingId);
  }
  // >> use case

  @Post(':id/touch')
  @ForStaff('sample-things:write')
  @Answers('Touch a sample thing', { data: sampleThingView, refusals: [7001, 4003, 4004, 4005] })
  async touch(
    @IdParam() sampleThingId: string,
    @CurrentActor() actor: Actor,
    @OptionalIdempotencyKey() key: IdempotencyKey | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SampleThingView> {
    sayIfReplayed(reply, await this.touchSampleThing.execute({ sampleThingId, actor, key }));
    return this.queries.one(sampleThingId);
  }
  // << use case
}

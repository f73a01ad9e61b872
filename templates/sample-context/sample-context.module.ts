import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { sampleContextSchema } from './adapters/schema.js';
import { SampleThingsController } from './adapters/sample-things.controller.js';
import { SampleThingQueries } from './adapters/sample-things.queries.js';
import { SqlSampleThings } from './adapters/sql-sample-things.js';
import { ChangeSampleThing } from './application/change-sample-thing.js';
import { CreateSampleThing } from './application/create-sample-thing.js';
// >> use case
import { TouchSampleThing } from './application/touch-sample-thing.js';
// << use case
// >> reaction
import { NoticeOnSampleThingCreated } from './application/notice-on-sample-thing-created.js';
// << reaction
import { SampleThings } from './domain/sample-things.js';
import { sampleContextEvents } from './events.js';

@Module({
  controllers: [SampleThingsController],
  providers: [
    CreateSampleThing,
    ChangeSampleThing,
    // >> use case
    TouchSampleThing,
    // << use case
    // >> reaction
    NoticeOnSampleThingCreated,
    // << reaction
    SampleThingQueries,
    { provide: SampleThings, useClass: SqlSampleThings },
  ],
})
export class SampleContextModule {
  static readonly schema: ContextSchema = sampleContextSchema;
  static readonly publishes = sampleContextEvents;
}

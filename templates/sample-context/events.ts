import type { DomainEvent } from '#kernel';

/** There is a new sample thing. */
export interface SampleThingCreated extends DomainEvent {
  readonly type: 'sample-thing.created';
  readonly sampleThingId: string;
}

export type SampleContextEvent = SampleThingCreated;

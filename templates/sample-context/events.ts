import type { DomainEvent } from '#kernel';

/** There is a new sample thing. */
export interface SampleThingCreated extends DomainEvent {
  readonly type: 'sample-thing.created';
  readonly sampleThingId: string;
}

export type SampleContextEvent = SampleThingCreated;

/** Version of each event's form, raised by a change that docs/asyncapi.json cannot take. */
export const sampleContextEvents = {
  'sample-thing.created': 1,
} as const satisfies Record<SampleContextEvent['type'], number>;

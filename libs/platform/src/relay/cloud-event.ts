import { z } from 'zod';
import type { DomainEvent } from '#kernel';
import type { StoredEvent } from '#platform/events';

/** CloudEvents 1.0 in structured mode: the envelope is in the body, so that any transport may carry it. */
export const CONTENT_TYPE = 'application/cloudevents+json';

const cloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string(),
  type: z.string().min(1),
  /** The aggregate. */
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  dataversion: z.int(),
  aggregateversion: z.int(),
  data: z.record(z.string(), z.unknown()),
});

export type CloudEvent = z.output<typeof cloudEvent>;

/** @param context the one that publishes it, and `version` is that of its form */
export function toCloudEvent(stored: StoredEvent, context: string, version: number): CloudEvent {
  const { type, at, ...data } = stored.event as DomainEvent & Record<string, unknown>;
  return {
    specversion: '1.0',
    id: stored.id,
    source: `/jishi/${context}`,
    type,
    subject: stored.aggregateId,
    time: at.toISOString(),
    datacontenttype: 'application/json',
    dataversion: version,
    aggregateversion: stored.sequence,
    data,
  };
}

/** @throws Error when the text is no event of this shop */
export function parseCloudEvent(text: string): CloudEvent {
  return cloudEvent.parse(JSON.parse(text));
}

export function fromCloudEvent({ id, type, subject, time, aggregateversion, data }: CloudEvent): StoredEvent {
  const event: DomainEvent = { ...data, type, at: new Date(time) };
  return { id, aggregateId: subject, sequence: aggregateversion, attempts: 0, first: false, event };
}

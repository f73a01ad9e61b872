import { asActivity } from '#platform/activity';
import { tracing } from '#platform/tracing';
import type { StoredEvent } from './stored-event.js';

/** Runs a reaction as an activity of its own, and as a trace of its own that names what has led to it. */
export function reacting(stored: StoredEvent, name: string, react: () => Promise<void>): Promise<void> {
  if (!tracing) return asActivity(name, react);
  const { id, aggregateId, event, traceparent } = stored;
  const facts = { 'jishi.event.type': event.type, 'jishi.event.id': id, 'jishi.aggregate.id': aggregateId };
  return tracing.apart({ name, kind: 'consumer', facts }, [traceparent], () => asActivity(name, react));
}

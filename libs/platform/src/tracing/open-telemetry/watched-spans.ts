import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { BegunSpan, SpanWatcher } from '../span-watcher.js';
import type { SpanFacts } from '../tracing.js';

/** Shows each span to somebody in this process. */
export class WatchedSpans implements SpanProcessor {
  constructor(private readonly watcher: SpanWatcher) {}

  onStart(span: ReadableSpan): void {
    this.watcher.began(begun(span));
  }

  onEnd(span: ReadableSpan): void {
    const links = span.links.map(({ context: { traceId, spanId } }) => ({ traceId, spanId }));
    const isFault = span.status.code === SpanStatusCode.ERROR;
    this.watcher.ended({ ...begun(span), took: hrTimeToMilliseconds(span.duration), isFault, links });
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

const KINDS: Readonly<Record<SpanKind, BegunSpan['kind']>> = {
  [SpanKind.SERVER]: 'request',
  [SpanKind.CONSUMER]: 'consumer',
  [SpanKind.CLIENT]: 'client',
  [SpanKind.PRODUCER]: 'internal',
  [SpanKind.INTERNAL]: 'internal',
};

function begun(span: ReadableSpan): BegunSpan {
  const { traceId, spanId } = span.spanContext();
  const parent = span.parentSpanContext;
  return {
    traceId,
    spanId,
    parentId: parent && parent.isRemote !== true ? parent.spanId : null,
    name: span.name,
    kind: KINDS[span.kind],
    began: hrTimeToMilliseconds(span.startTime),
    // Spans are made of `SpanFacts` here, and of nothing else.
    facts: span.attributes as SpanFacts,
  };
}

import { type SpanContext, TraceFlags } from '@opentelemetry/api';
import { parseTraceparent } from '../traceparent.js';

/** The span of another process that this text names. */
export function remote(traceparent: unknown): SpanContext | null {
  const parsed = parseTraceparent(traceparent);
  if (!parsed) return null;
  const { traceId, spanId, sampled } = parsed;
  return { traceId, spanId, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
}

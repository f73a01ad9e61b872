import type { Config } from '#platform/config';
import type { SpanWatcher } from './span-watcher.js';
import { traceBy } from './tracing.js';

export { isProbe } from './probes.js';
export { formatTraceparent, parseTraceparent } from './traceparent.js';
export type { BegunSpan, EndedSpan, SpanWatcher } from './span-watcher.js';
export { statementSpan, withoutRepeats } from './statement-span.js';
export {
  type Note,
  type Place,
  type SpanFacts,
  traceBy,
  tracing,
  type Tracing,
  UNTRACED,
  untraced,
} from './tracing.js';

/** Begins to trace where the configuration names a collector, or somebody watches; else nothing of it is loaded. */
export async function startTracing(
  { otlpEndpoint }: Config['observability'],
  watcher: SpanWatcher | null = null,
): Promise<void> {
  if (otlpEndpoint === null && watcher === null) return;
  const { OpenTelemetry } = await import('./open-telemetry/open-telemetry.js');
  traceBy(await OpenTelemetry.start(otlpEndpoint, process.env, watcher));
}

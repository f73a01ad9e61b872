import { Logger } from '@nestjs/common';
import {
  type Context,
  context as contexts,
  createContextKey,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { FastifyInstance } from 'fastify';
import type { Milliseconds } from '#platform/config';
import { withDeadline } from '#platform/resilience';
import type { SpanWatcher } from '../span-watcher.js';
import { formatTraceparent } from '../traceparent.js';
import type { Note, Place, SpanAbout, Tracing } from '../tracing.js';
import { failureOf } from './failure.js';
import { remote } from './remote.js';
import { RequestSpans } from './request-spans.js';
import { FollowsCauses, samplerFrom } from './sampler.js';
import { WatchedSpans } from './watched-spans.js';

/** Of one export, repeats included: a collector that hangs holds up the next lot and nothing else. */
const EXPORT_DEADLINE: Milliseconds = 5_000;
/** At the end of the process: who does not take spans by then has not got them. */
const LAST_DEADLINE: Milliseconds = 1_500;
/** Spans that wait to be sent; more are dropped. A few megabytes. */
const MOST_WAITING = 4_096;

const BEHALF = createContextKey('jishi:behalf');

class SpanPlace implements Place {
  constructor(readonly span: Span) {}

  get traceparent(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return formatTraceparent({ traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 });
  }
}

/** Traces by the OpenTelemetry SDK. It instruments nothing by itself: each span is made where something is known of it. */
export class OpenTelemetry implements Tracing {
  private readonly requests: RequestSpans;

  private constructor(
    private readonly provider: TracerProvider,
    private readonly tracer: Tracer,
  ) {
    this.requests = new RequestSpans(tracer);
  }

  /** To an OTLP collector, to somebody in this process, or to both. @param endpoint null: there is no collector */
  static async start(
    endpoint: string | null,
    env: NodeJS.ProcessEnv,
    watcher: SpanWatcher | null,
  ): Promise<OpenTelemetry> {
    if (endpoint === null) return OpenTelemetry.exportingTo(null, env, watcher);
    const { otlpExporter } = await import('./otlp-exporter.js');
    return OpenTelemetry.exportingTo(otlpExporter(endpoint, EXPORT_DEADLINE), env, watcher);
  }

  /** Without an exporter nobody has a say in what is sampled: the watcher sees all. */
  static exportingTo(
    exporter: SpanExporter | null,
    env: NodeJS.ProcessEnv,
    watcher: SpanWatcher | null = null,
  ): OpenTelemetry {
    contexts.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const provider = new TracerProvider({
      resource: defaultResource()
        .merge(resourceFromAttributes({ 'service.name': 'jishi' }))
        .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] })),
      sampler: exporter ? new FollowsCauses(samplerFrom(env)) : new AlwaysOnSampler(),
      spanProcessors: [...(exporter ? [batched(exporter)] : []), ...(watcher ? [new WatchedSpans(watcher)] : [])],
    });
    return new OpenTelemetry(provider, provider.getTracer('jishi'));
  }

  here(): Place | null {
    const span = trace.getActiveSpan();
    return span ? new SpanPlace(span) : null;
  }

  traceId(): string | undefined {
    return trace.getActiveSpan()?.spanContext().traceId;
  }

  traceIdOf(request: object): string | undefined {
    return this.requests.of(request)?.spanContext().traceId;
  }

  part<T>(about: () => SpanAbout, work: (note: Note) => T): T {
    const active = contexts.active();
    const parent = trace.getSpan(active);
    if (parent?.isRecording() === false) return work(noNote);
    const { name, kind, facts } = about();
    if (!parent && kind === 'client') return work(noNote);
    const span = this.tracer.startSpan(name, { kind: KINDS[kind ?? 'internal'], attributes: { ...facts } }, active);
    return during(span, active, () => work((more) => void span.setAttributes(more)));
  }

  apart<T>(
    about: SpanAbout,
    causes: readonly (Place | string | null | undefined)[],
    work: () => Promise<T>,
  ): Promise<T> {
    const { name, kind, facts } = about;
    const links = causes.flatMap(linkTo);
    const options = { kind: KINDS[kind ?? 'internal'], attributes: { ...facts }, links };
    const span = this.tracer.startSpan(name, options, ROOT_CONTEXT);
    // Also from there to here: whoever looks at a request finds what was done for it elsewhere.
    for (const cause of causes) if (cause instanceof SpanPlace) cause.span.addLink({ context: span.spanContext() });
    return during(span, ROOT_CONTEXT, work);
  }

  at<T>(place: Place | null, work: () => T): T {
    const there = place instanceof SpanPlace ? trace.setSpan(ROOT_CONTEXT, place.span) : ROOT_CONTEXT;
    return contexts.with(there, work);
  }

  onBehalf<T>(places: ReadonlyMap<string, Place>, work: () => T): T {
    return contexts.with(contexts.active().setValue(BEHALF, places), work);
  }

  causeOf(aggregateId: string): Place | null {
    const places = contexts.active().getValue(BEHALF) as ReadonlyMap<string, Place> | undefined;
    return places?.get(aggregateId) ?? this.here();
  }

  follow(fastify: FastifyInstance, nameOf: (personId: string) => string | undefined): void {
    this.requests.follow(fastify, nameOf);
  }

  /** Sends what has ended. */
  flush(): Promise<void> {
    return this.provider.forceFlush();
  }

  async stop(): Promise<void> {
    await withDeadline(this.provider.shutdown(), LAST_DEADLINE).catch(() => {
      new Logger('Traces').warn('The last spans could not be sent');
    });
  }
}

function batched(exporter: SpanExporter): SpanProcessor {
  return new BatchSpanProcessor({ exporter, maxQueueSize: MOST_WAITING, exportTimeoutMillis: EXPORT_DEADLINE });
}

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER };
const noNote: Note = () => undefined;

/** Ends the span when `work` has, and says what became of it. */
function during<T>(span: Span, from: Context, work: () => T): T {
  const failed = (error: unknown): never => {
    const { type, isFault } = failureOf(error);
    span.setAttribute('error.type', type);
    if (isFault) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    throw error;
  };
  let result: T;
  try {
    result = contexts.with(trace.setSpan(from, span), work);
  } catch (error) {
    return failed(error);
  }
  if (!(result instanceof Promise)) {
    span.end();
    return result;
  }
  return result.then((value: unknown) => {
    span.end();
    return value;
  }, failed) as T;
}

function linkTo(cause: Place | string | null | undefined): Link[] {
  if (cause instanceof SpanPlace) return [{ context: cause.span.spanContext() }];
  const context = typeof cause === 'string' && remote(cause);
  return context ? [{ context }] : [];
}

import {
  context as contexts,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isProbe } from '../probes.js';
import type { UNTRACED } from '../tracing.js';
import { remote } from './remote.js';

/** Whether nobody wants to hear of it: a probe, or a route that is marked so. */
function isUntraced({ routeOptions: { url, config } }: FastifyRequest): boolean {
  return isProbe(url) || (config as Partial<typeof UNTRACED> | undefined)?.untraced === true;
}

type SignedIn = FastifyRequest & { readonly user?: { readonly id: string } };

/** A span of each request, which begins when its headers are read and ends with its answer, or when its client has gone. */
export class RequestSpans {
  private readonly spans = new WeakMap<object, Span>();

  constructor(private readonly tracer: Tracer) {}

  of(request: object): Span | undefined {
    return this.spans.get(request);
  }

  follow(fastify: FastifyInstance, nameOf: (personId: string) => string | undefined): void {
    const within = (span: Span, done: () => void) => contexts.with(trace.setSpan(ROOT_CONTEXT, span), done);
    fastify.addHook('onRequest', (request, reply, done) => {
      if (isUntraced(request)) return done();
      const span = this.begin(request);
      reply.raw.once('close', () => end(span, request, reply, nameOf));
      within(span, done);
    });
    // Once more: reading the body loses the asynchronous context.
    fastify.addHook('preValidation', (request, _reply, done) => {
      const span = this.spans.get(request);
      if (span) within(span, done);
      else done();
    });
  }

  private begin(request: FastifyRequest): Span {
    const { method, id } = request;
    const route = request.routeOptions.url;
    const parent = remote(request.headers['traceparent']);
    const from = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    const attributes = { 'http.request.method': method, 'http.route': route, 'jishi.request.id': id };
    const span = this.tracer.startSpan(
      route ? `${method} ${route}` : method,
      { kind: SpanKind.SERVER, attributes },
      from,
    );
    this.spans.set(request, span);
    return span;
  }
}

function end(
  span: Span,
  request: FastifyRequest,
  { raw: { statusCode, writableFinished } }: FastifyReply,
  nameOf: (personId: string) => string | undefined,
): void {
  const { user } = request as SignedIn;
  const name = user && nameOf(user.id);
  if (name !== undefined) span.setAttribute('enduser.pseudo.id', name);
  if (writableFinished) span.setAttribute('http.response.status_code', statusCode);
  else span.setAttribute('error.type', 'client-gone');
  if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', String(statusCode));
  span.end();
}

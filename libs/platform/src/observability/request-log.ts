import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { parseTraceparent, tracing } from '#platform/tracing';

type Told = Pick<FastifyRequest, 'headers' | 'id'>;
type Named = { readonly id: string } | null | undefined;
type SignedIn = FastifyRequest & { readonly user?: Named };

/** A request that was answered without Fastify. */
export interface AnsweredRequest {
  readonly request: Told;
  readonly user: Named;
  readonly method: string;
  /** Template of its path. */
  readonly route: string;
  /** Null: the client had gone. */
  readonly status: number | null;
  readonly milliseconds: number;
}

/**
 * One line for each request: the route's template, never the path with its ids; who asked, by a name that stands for them. A
 * client that goes away before it has its answer is told of as well, from the moment its request had arrived whole.
 * @param nameOf undefined where there is no name for this person yet
 * @returns tells of what Fastify hears nothing of; null: nobody wants to know
 */
export function logRequests(
  fastify: FastifyInstance,
  logger: Logger,
  nameOf: (personId: string) => string | undefined,
): ((answered: AnsweredRequest) => void) | null {
  if (!logger.isLevelEnabled('info')) return null;
  const write = (request: Told, user: Named, method: string, route: string, outcome: object, milliseconds: number) => {
    const fields = {
      requestId: request.id,
      traceId: traceIdOf(request),
      user: user ? nameOf(user.id) : undefined,
      method,
      route,
      ...outcome,
      durationMs: Math.round(milliseconds * 10) / 10,
    };
    logger.info(fields, 'request');
  };
  const tell = (request: SignedIn, { elapsedTime }: FastifyReply, outcome: object) =>
    write(request, request.user, request.method, request.routeOptions.url ?? 'unknown', outcome, elapsedTime);
  fastify.addHook('onResponse', (request, reply, done) => {
    tell(request, reply, { status: reply.statusCode });
    done();
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    const { raw } = reply;
    raw.once('close', () => raw.writableFinished || tell(request, reply, { clientGone: true }));
    done();
  });
  return ({ request, user, method, route, status, milliseconds }) =>
    write(request, user, method, route, status === null ? { clientGone: true } : { status }, milliseconds);
}

/** Of the trace a request is part of: the one it came with, else the one that began here. */
export function traceIdOf(request: Told): string | undefined {
  return parseTraceparent(request.headers['traceparent'])?.traceId ?? tracing?.traceIdOf(request);
}

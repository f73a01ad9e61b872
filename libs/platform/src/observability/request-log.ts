import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { parseTraceparent, tracing } from '#platform/tracing';

type SignedIn = FastifyRequest & { readonly user?: { readonly id: string } };

/**
 * One line for each request: the route's template, never the path with its ids; who asked, by a name that stands for them. A
 * client that goes away before it has its answer is told of as well, from the moment its request had arrived whole.
 * @param nameOf undefined where there is no name for this person yet
 */
export function logRequests(
  fastify: FastifyInstance,
  logger: Logger,
  nameOf: (personId: string) => string | undefined,
): void {
  if (!logger.isLevelEnabled('info')) return;
  const tell = (request: SignedIn, { elapsedTime }: FastifyReply, outcome: object) => {
    const fields = {
      requestId: request.id,
      traceId: traceIdOf(request),
      user: request.user && nameOf(request.user.id),
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      ...outcome,
      durationMs: Math.round(elapsedTime * 10) / 10,
    };
    logger.info(fields, 'request');
  };
  fastify.addHook('onResponse', (request, reply, done) => {
    tell(request, reply, { status: reply.statusCode });
    done();
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    const { raw } = reply;
    raw.once('close', () => raw.writableFinished || tell(request, reply, { clientGone: true }));
    done();
  });
}

/** Of the trace a request is part of: the one it came with, else the one that began here. */
export function traceIdOf(request: FastifyRequest): string | undefined {
  return parseTraceparent(request.headers['traceparent'])?.traceId ?? tracing?.traceIdOf(request);
}

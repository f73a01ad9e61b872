import type { FastifyInstance } from 'fastify';
import { Activity, within } from '#platform/activity';
import { traceIdOf } from '#platform/observability';
import type { SignedIn } from '#platform/http';
import { actorOf } from './actor.js';

type Request = Parameters<typeof actorOf>[0] & Parameters<typeof traceIdOf>[0] & { readonly method: string };

/** Makes an activity of each request. It begins after the body has been read: reading loses the asynchronous context. */
export function followRequests(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, reply, done) => {
    const activity = activityOf(request, request.routeOptions.url ?? '');
    // Also of an answer whose client went away before it had all of it.
    reply.raw.once('close', () => activity.end());
    within(activity, done);
  });
}

/** @param route template of its path */
export function activityOf(request: Request, route: string): Activity {
  // The address now: a connection that has ended has none.
  const { method, ip, id } = request;
  const actor = () => actorOf({ user: (request as SignedIn).user, ip, id });
  return new Activity(`${method} ${route}`, actor, () => traceIdOf(request));
}

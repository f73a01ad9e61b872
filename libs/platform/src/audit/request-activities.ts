import type { FastifyInstance } from 'fastify';
import { Activity, within } from '#platform/activity';
import { traceIdOf } from '#platform/observability';
import type { SignedIn } from '#platform/http';
import { actorOf } from './actor.js';

/** Makes an activity of each request. It begins after the body has been read: reading loses the asynchronous context. */
export function followRequests(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, reply, done) => {
    // The address now: a connection that has ended has none.
    const { method, routeOptions, ip, id } = request;
    const actor = () => actorOf({ user: (request as SignedIn).user, ip, id });
    const activity = new Activity(`${method} ${routeOptions.url ?? ''}`, actor, () => traceIdOf(request));
    // Also of an answer whose client went away before it had all of it.
    reply.raw.once('close', () => activity.end());
    within(activity, done);
  });
}

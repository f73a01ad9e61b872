import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Activity, within } from '#platform/activity';
import type { SignedIn } from '#platform/http';
import { actorOf } from './actor.js';

/** Makes an activity of each request. It begins after the body has been read: reading loses the asynchronous context. */
export function followRequests(fastify: FastifyInstance): void {
  const activities = new WeakMap<FastifyRequest, Activity>();
  fastify.addHook('preValidation', (request, reply, done) => {
    // The address now: a connection that has ended has none.
    const { method, routeOptions, ip, id } = request;
    const actor = () => actorOf({ user: (request as SignedIn).user, ip, id });
    const activity = new Activity(`${method} ${routeOptions.url ?? ''}`, actor);
    activities.set(request, activity);
    // A client that goes away before it has the whole answer leaves no response to hear of.
    reply.raw.once('close', () => activity.end());
    within(activity, done);
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    activities.get(request)?.end();
    done();
  });
}

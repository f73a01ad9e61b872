import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Activity, within } from '#platform/activity';
import type { SignedIn } from '#platform/http';
import { actorOf } from './actor.js';

/** Makes an activity of each request. It begins after the body has been read: reading loses the asynchronous context. */
export function followRequests(fastify: FastifyInstance): void {
  const activities = new WeakMap<FastifyRequest, Activity>();
  fastify.addHook('preValidation', (request, _reply, done) => {
    const { method, routeOptions } = request;
    const activity = new Activity(`${method} ${routeOptions.url ?? ''}`, () => actorOf(request as SignedIn));
    activities.set(request, activity);
    within(activity, done);
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    activities.get(request)?.end();
    done();
  });
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isAnsweredEarly } from '../early/early-routes.js';
import type { LoadGate } from './load-gate.js';
import { activeRequests, followAnswer } from './request-figures.js';

/**
 * Counts requests once their answers are sent. Those to routes that are answered early are left to EarlyAnswers: any listener, that of Fastify's
 * `onResponse` as well, costs a tenth of what such an answer costs in all. So routes have a hook each rather than all one.
 */
export function countRequests(fastify: FastifyInstance, gate: LoadGate): void {
  activeRequests.readBy(() => gate.inFlight);
  fastify.addHook('onRoute', (route) => {
    if (isAnsweredEarly(route)) return;
    const follow = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      followAnswer(request, reply, route.url);
      done();
    };
    route.onRequest = [follow, ...[route.onRequest ?? []].flat()];
  });
  // What no route is for.
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (request.is404) followAnswer(request, reply, 'unknown');
    done(null, payload);
  });
}

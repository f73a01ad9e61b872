import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isProbe } from '#platform/tracing';
import { genericFailure, isCallback } from '../answers/envelope.js';
import { JSON_TYPE } from '../answers/enveloped-bytes.js';
import type { Importance, LoadGate } from './load-gate.js';
import { countAnswer, shedRequests } from './request-figures.js';

const overload = shedRequests.labels('overload');
/** Seconds; spread, so that those who were refused together do not come back together. */
const RETRY_AFTER = { from: 1, to: 3 };

/** Lets the gate decide about each request before its body is read, and counts those that arrive. */
export function shedLoad(fastify: FastifyInstance, gate: LoadGate): void {
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    if (gate.admits(() => importanceOf(request))) done();
    else refuse(request, reply);
  });
  fastify.addHook('preValidation', (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    gate.enter(reply.raw);
    done();
  });
}

function importanceOf(request: FastifyRequest): Importance {
  // An operator who cannot look sees least when there is most to see.
  if (isProbe(request.routeOptions.url)) return 'probe';
  return isCallback(request) ? 'callback' : 'ordinary';
}

function refuse(request: FastifyRequest, reply: FastifyReply): void {
  overload.inc();
  // The hooks of its route, which would count it, are not run any more.
  countAnswer(request.method, request.routeOptions.url ?? 'unknown', 503, 0);
  const { from, to } = RETRY_AFTER;
  const failure = genericFailure(503, request) as { message: string };
  void reply
    .status(503)
    .header('Retry-After', from + Math.floor(Math.random() * (to - from + 1)))
    .type(JSON_TYPE)
    .send(isCallback(request) ? { code: 'FAIL', message: failure.message } : failure);
}

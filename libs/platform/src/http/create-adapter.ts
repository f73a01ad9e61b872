import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '#platform/config';
import { genericFailure } from './answers/envelope.js';
import { JSON_TYPE } from './answers/enveloped-bytes.js';
import { takeFiles } from './bodies/file-body.js';
import { BODY_LIMIT, parseJsonBodies, takeAnyText } from './bodies/json-body.js';
import { answerMalformedRequest } from './bodies/malformed-request.js';
import { LONGEST_PARAMETER } from './early/early-routes.js';
import { EnvelopeAdapter } from './envelope-adapter.js';
import { countRequests } from './load/count-requests.js';
import { countAnswer } from './load/request-figures.js';
import { shedLoad } from './load/shed-load.js';
import { requestIdOf } from './requests/request-id.js';

/** A client that sends its request slower than this is cut off. */
const REQUEST_TIMEOUT_MS = 14_000;
/** How often it is looked for such clients; Node's 30 s would be added to their time. */
const CHECKED_EVERY_MS = 1_000;

export function createHttpAdapter(config: Config['http']): EnvelopeAdapter {
  const adapter = new EnvelopeAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 0,
    // Node swaps the two time-outs when that of the headers, 60 s unless it is set, is the longer one.
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: CHECKED_EVERY_MS },
    // What still arrives while it stops is served, and its connection closed: Fastify's refusal is outside the envelope.
    return503OnClosing: false,
    keepAliveTimeout: 72_000,
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerMalformedRequest,
    genReqId: ({ headers }: { headers: Record<string, string | string[] | undefined> }) => requestIdOf(headers),
  });
  const fastify = adapter.getInstance();
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    void reply.header('X-Request-Id', request.id);
    done();
  });
  countRequests(fastify, adapter.gate);
  shedLoad(fastify, adapter.gate);
  adapter.earlyRoutes.noteThoseOf(fastify);
  parseJsonBodies(fastify);
  takeAnyText(fastify);
  takeFiles(fastify);
  return adapter;
}

/** A path that is no path, or that no id is as long as: Fastify answers these before any hook or filter. */
function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const code = error.code === 'FST_ERR_BAD_URL' ? 400 : 404;
  countAnswer(request.method, 'unknown', code, 0);
  void reply.status(code).header('X-Request-Id', request.id).type(JSON_TYPE).send(genericFailure(code, request));
}

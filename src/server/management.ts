import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Config } from '#platform/config';
import { METRICS_TYPE } from '#platform/observability';
import { Refusal } from '../refusal.js';

/** All figures, as text. */
export type Figures = () => Promise<string>;
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const isMetrics = (url = '') => /^\/metrics(\?|$)/.test(url);
const isHealth = (url = '') => /^\/health([/?]|$)/.test(url);

/** Whether operators have a port of their own. */
export function hasManagementPort({ http }: Config): boolean {
  return http.managementPort !== http.port;
}

/** `/metrics` where shoppers are served as well. */
export function serveMetrics(fastify: FastifyInstance, figures: Figures): void {
  fastify.get('/metrics', async (_, reply) => reply.type(METRICS_TYPE).send(await figures()));
}

/**
 * `/metrics` and `/health*` on MANAGEMENT_PORT, and nothing else.
 * @throws Refusal when the port cannot be had
 */
export async function openManagement({ http }: Config, figures: Figures, health: Answer): Promise<Server> {
  const server = createServer((request, response) => {
    if (isHealth(request.url)) return health(request, response);
    if (!isMetrics(request.url)) return sendText(response, 404, 'not found: there are /metrics and /health here');
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendText(response, 405, 'GET it');
    figures().then(
      (text) => sendText(response, 200, text, METRICS_TYPE),
      () => sendText(response, 500, 'the figures cannot be told'),
    );
  });
  server.listen(http.managementPort, http.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(`port ${http.managementPort} cannot be listened on (${code}): set MANAGEMENT_PORT to another`);
  }
  return server;
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}

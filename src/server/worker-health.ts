import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Config, Milliseconds } from '#platform/config';
import { sendText } from './management.js';

/** Longer than a worker asks its database. */
const DEADLINE: Milliseconds = 3_000;
const UNSPECIFIED: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** What one of the workers says of its health, whichever of them takes the connection; 503 when none does. */
export function healthOfAWorker({ http: { host, port } }: Config) {
  return ({ method, url }: IncomingMessage, response: ServerResponse): void => {
    const signal = AbortSignal.timeout(DEADLINE);
    const asked = request({ host: UNSPECIFIED[host] ?? host, port, method, path: url, agent: false, signal });
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 503, { 'content-type': answer.headers['content-type'] });
      answer.pipe(response);
    });
    asked.on('error', () => (response.headersSent ? response.destroy() : sendText(response, 503, 'no worker answers')));
    asked.end();
  };
}

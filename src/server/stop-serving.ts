import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '#platform/config';
import type { EnvelopeAdapter } from '#platform/http';

/** How long a request that has begun to arrive may take to arrive whole. */
const HALF_SENT_PATIENCE: Milliseconds = 2_000;
const SWEEP_EVERY: Milliseconds = 50;

/**
 * Ends a server without dropping what it took on. For `lameDuck` it serves as before but asks every client to close its
 * connection: a connection that is kept open, or that waits to be accepted, cannot be closed without the risk that a request
 * is just on its way. Then nobody is let in any more, and requests that arrived whole are answered.
 */
export async function stopServing(adapter: EnvelopeAdapter, lameDuck: Milliseconds): Promise<void> {
  const fastify = adapter.getInstance();
  const { server } = fastify;
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
  await adapter.fastPath.close();
  await pause(lameDuck);
  const closedAt = performance.now();
  const sweep = setInterval(() => {
    // A connection whose request was in flight became idle after the idle ones were closed, and would be waited for.
    server.closeIdleConnections();
    if (adapter.gate.inFlight === 0 && performance.now() - closedAt >= HALF_SENT_PATIENCE) server.closeAllConnections();
  }, SWEEP_EVERY);
  await fastify.close();
  clearInterval(sweep);
}

import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** The server requests come through, for its hooks; null in an operator's command, which serves none. */
export function servedBy(host: HttpAdapterHost): FastifyInstance | null {
  const adapter = host.httpAdapter as HttpAdapterHost['httpAdapter'] | null;
  return adapter?.getInstance<FastifyInstance>() ?? null;
}

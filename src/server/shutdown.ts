import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config, Milliseconds } from '#platform/config';
import { EventBus } from '#platform/events';
import { Readiness } from '#platform/health';
import type { EnvelopeAdapter } from '#platform/http';
import { tracing } from '#platform/tracing';
import { stopServing } from './stop-serving.js';

/** In production a load balancer needs a moment to learn that this process is about to go. */
const LAME_DUCK: Readonly<Record<Config['environment'], Milliseconds>> = {
  production: 1_000,
  development: 100,
  test: 100,
};

interface Closable {
  close(): Promise<void>;
}

/** Not ready any more, finish what is in flight, deliver what is under way, close the database; the last spans go when there will be no more. */
export async function shutDown(
  app: NestFastifyApplication,
  { environment }: Config,
  simulator: Closable | null,
): Promise<void> {
  app.get(Readiness, { strict: false }).stop();
  await stopServing(app.getHttpAdapter() as EnvelopeAdapter, LAME_DUCK[environment]);
  await app.get(EventBus, { strict: false }).idle();
  await app.close();
  await tracing?.stop();
  await simulator?.close();
}

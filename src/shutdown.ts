import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventBus } from '#platform/events';
import { Readiness } from '#platform/health';
import { lastWords } from './start-up-failure.js';

/** Orchestrators are told to allow 10 s (docs/operations.md). */
const HARD_DEADLINE_MS = 9_000;
const SWEEP_EVERY_MS = 50;

interface Closable {
  close(): Promise<void>;
}

/** On SIGTERM or SIGINT: not ready any more, finish what is in flight, deliver what is under way, close the database last. */
export function stopOnSignal(app: NestFastifyApplication, simulator: Closable | null): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), HARD_DEADLINE_MS).unref();
    void shutDown(app, simulator).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(lastWords(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

async function shutDown(app: NestFastifyApplication, simulator: Closable | null): Promise<void> {
  app.get(Readiness, { strict: false }).stop();
  const fastify = app.getHttpAdapter().getInstance();
  // A connection whose request is in flight becomes idle only after the idle ones were closed, and would be waited for.
  const sweep = setInterval(() => fastify.server.closeIdleConnections(), SWEEP_EVERY_MS);
  await fastify.close();
  clearInterval(sweep);
  await app.get(EventBus, { strict: false }).idle();
  await app.close();
  await simulator?.close();
}

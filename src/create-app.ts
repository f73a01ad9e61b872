import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { activityOf, followRequests } from '#platform/audit';
import type { Config } from '#platform/config';
import { PersonNames } from '#platform/crypto';
import { migrate, MOST_BEHIND } from '#platform/database';
import { API_PREFIX, createHttpAdapter, type EnvelopeAdapter, followStaffWrites } from '#platform/http';
import { createLogger, JsonLogger, logRequests } from '#platform/observability';
import { startTracing, tracing } from '#platform/tracing';
import { AppModule } from './app.module.js';
import { serveApiReference } from './api-reference.js';
import { untilDatabaseAnswers } from './database-patience.js';
import { hasConsole } from './has-console.js';

/** The whole application with its schema up to date, not listening yet. */
export async function createApp(configured: Config): Promise<NestFastifyApplication> {
  const logger = createLogger(configured.observability.logLevel);
  const development = await consoleOf(configured);
  const config = development?.config ?? configured;
  // Made first: a shop divided wrongly is told so at once.
  const module = AppModule.forRoot(config, development?.clock);
  await untilDatabaseAnswers(config, (news) => logger.warn({ context: 'StartUp' }, news));
  await startTracing(config.observability, development?.spans);
  const adapter = createHttpAdapter(config.http);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new JsonLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  tellOfRequests(app, logger);
  if (config.database.replicas.length > 0)
    followStaffWrites(app.getHttpAdapter().getInstance(), config.environment, MOST_BEHIND);
  app.setGlobalPrefix(API_PREFIX, { exclude: ['health', 'health/ready', 'health/live'] });
  serveApiReference(app);
  development?.serve(app);
  await migrate(app.get(DataSource));
  // Nobody waits for it: requests are served without names as well.
  if (tracing || logger.isLevelEnabled('info')) void app.get(PersonNames, { strict: false }).prepare();
  return app;
}

/** Where there is none, nothing of it is loaded. */
async function consoleOf(config: Config) {
  if (!hasConsole(config)) return null;
  const { openConsole } = await import('./console/index.js');
  return openConsole(config);
}

/** By a line, a span and an activity each. Who sent them has a name in the first two, as soon as the key of names is there. */
function tellOfRequests(app: NestFastifyApplication, logger: Logger): void {
  const fastify = app.getHttpAdapter().getInstance();
  const names = app.get(PersonNames, { strict: false });
  const nameOf = (personId: string) => names.of(personId);
  tracing?.follow(fastify, nameOf);
  const adapter = app.getHttpAdapter() as EnvelopeAdapter;
  adapter.tellOfEarly = logRequests(fastify, logger, nameOf);
  adapter.activityOf = activityOf;
  followRequests(fastify);
}

import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { followRequests } from '#platform/audit';
import type { Config } from '#platform/config';
import { migrate } from '#platform/database';
import { API_PREFIX, createHttpAdapter } from '#platform/http';
import { createLogger, JsonLogger, logRequests } from '#platform/observability';
import { AppModule } from './app.module.js';
import { serveApiReference } from './api-reference.js';
import { untilDatabaseAnswers } from './database-patience.js';

/** The whole application with its schema up to date, not listening yet. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const logger = createLogger(config.observability.logLevel);
  // Made first: a shop divided wrongly is told so at once.
  const module = AppModule.forRoot(config);
  await untilDatabaseAnswers(config, (news) => logger.warn({ context: 'StartUp' }, news));
  const adapter = createHttpAdapter(config.http);
  logRequests(adapter.getInstance(), logger);
  followRequests(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new JsonLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.setGlobalPrefix(API_PREFIX, { exclude: ['health', 'health/ready', 'health/live'] });
  serveApiReference(app);
  await migrate(app.get(DataSource));
  return app;
}

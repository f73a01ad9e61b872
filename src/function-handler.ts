import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '#platform/config';
import { createLogger, JsonLogger } from '#platform/observability';
import { InvokedDelivery } from '#platform/relay';
import { AppModule } from './app.module.js';
import { answerInvocation } from './functions/index.js';
import { withWechat } from './simulated-wechat.js';

let opening: Promise<INestApplicationContext> | null = null;

/**
 * The functions as one serverless function: a platform invokes it with each CloudEvent, as an HTTP request. The first
 * invocation of an instance opens the shop's database; the schema is the shop's to bring up to date. It runs no job and
 * hears of nothing by itself.
 */
export async function handler(request: Request): Promise<Response> {
  const app = await open();
  return answerInvocation(request, app.get(InvokedDelivery, { strict: false }));
}

/** Opens what an invocation needs, once. @throws what stops a start; the next call tries again */
export function open(): Promise<INestApplicationContext> {
  opening ??= start().catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

async function start(): Promise<INestApplicationContext> {
  process.env['NODE_ENV'] ||= 'production';
  const given = loadConfig({ ...process.env, FUNCTIONS: 'off', CONTEXTS_APART: '', OWN_CONTEXT: '' });
  const { config } = await withWechat({
    ...given,
    contexts: { apart: [], own: 'functions', off: [] },
    backgroundJobs: false,
    eventRelayUrl: null,
    database: { ...given.database, replicas: [] },
  });
  const logger = new JsonLogger(createLogger(config.observability.logLevel));
  return NestFactory.createApplicationContext(AppModule.forRoot(config), { logger, abortOnError: false });
}

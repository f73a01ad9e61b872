import { Logger } from '@nestjs/common';
import { createCache } from 'cache-manager';
import type { Milliseconds } from '#platform/config';
import { Cache } from '../cache.js';
import { cacheStore } from '../cache-store.js';
import { RedisConnection } from '../redis-connection.js';
import { until } from './until.js';

/** Milliseconds that one Redis command may take in a test, where a machine under load must not turn a hit into a miss. */
export const UNHURRIED: Milliseconds = 1_500;

/** Milliseconds: far more than a few commands that nobody answers, and far less than a hanging client would take. */
export const PATIENCE: Milliseconds = 30_000;

export interface OpenCache {
  readonly cache: Cache;
  readonly redis: RedisConnection;
  close(): Promise<void>;
}

/** A cache as one process has it; without URLs in memory. */
export async function openCache(urls: readonly string[] = []): Promise<OpenCache> {
  Logger.overrideLogger(false);
  const redis = new RedisConnection(urls, UNHURRIED);
  await redis.onModuleInit();
  const cache = new Cache(createCache({ stores: [await cacheStore(redis)] }));
  const close = async () => {
    cache.onApplicationShutdown();
    await redis.onApplicationShutdown();
  };
  if (urls.length > 0) await until(() => redis.state === 'up');
  return { cache, redis, close };
}

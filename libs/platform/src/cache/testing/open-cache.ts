import { Logger } from '@nestjs/common';
import { createCache } from 'cache-manager';
import type { Milliseconds } from '#platform/config';
import { Cache } from '../cache.js';
import { cacheStore } from '../cache-store.js';
import { RedisConnection } from '../redis-connection.js';
import { until } from './until.js';

/** For suites about what is cached, where a machine under load must not turn a hit into a miss. */
export const UNHURRIED: Milliseconds = 1_500;

export interface OpenCache {
  readonly cache: Cache;
  readonly redis: RedisConnection;
  close(): Promise<void>;
}

/** A cache as one process has it; without URLs in memory. `deadline` is that of one Redis command. */
export async function openCache(urls: readonly string[] = [], deadline?: Milliseconds): Promise<OpenCache> {
  Logger.overrideLogger(false);
  const redis = new RedisConnection(urls, deadline);
  await redis.onModuleInit();
  const cache = new Cache(createCache({ stores: [await cacheStore(redis)] }));
  const close = async () => {
    cache.onApplicationShutdown();
    await redis.onApplicationShutdown();
  };
  if (urls.length > 0) await until(() => redis.state === 'up');
  return { cache, redis, close };
}

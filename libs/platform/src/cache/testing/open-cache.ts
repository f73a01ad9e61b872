import { createCache } from 'cache-manager';
import { Cache } from '../cache.js';
import { cacheStore } from '../cache-store.js';
import { RedisConnection } from '../redis-connection.js';
import { until } from './until.js';

export interface OpenCache {
  readonly cache: Cache;
  readonly redis: RedisConnection;
  close(): Promise<void>;
}

/** A cache as one process has it; without URLs in memory. */
export async function openCache(...urls: readonly string[]): Promise<OpenCache> {
  const redis = new RedisConnection(urls);
  redis.onModuleInit();
  const cache = new Cache(createCache({ stores: [cacheStore(redis)] }));
  const close = async () => {
    cache.onApplicationShutdown();
    await redis.onApplicationShutdown();
  };
  if (urls.length > 0) await until(() => redis.state === 'up');
  return { cache, redis, close };
}

import { KeyvAdapter } from 'cache-manager';
import type { redisInsStore } from 'cache-manager-redis-yet';
import { Keyv } from 'keyv';
import { MemoryStore } from './memory-store.js';
import type { RedisConnection } from './redis-connection.js';

type StoreClient = Parameters<typeof redisInsStore>[0];

/** Where cache-manager keeps its entries: Redis, or without Redis a bounded memory. */
export async function cacheStore(redis: RedisConnection): Promise<Keyv> {
  const store = redis.state === 'off' ? new MemoryStore() : await redisStore(redis);
  // A deletion that failed must be seen to have failed. Keys bear a prefix already, and values are JSON already.
  return new Keyv({ store, throwOnErrors: true, useKeyPrefix: false, serialize: undefined, deserialize: undefined });
}

async function redisStore(redis: RedisConnection): Promise<KeyvAdapter> {
  const { redisInsStore } = await import('cache-manager-redis-yet');
  return new KeyvAdapter(redisInsStore(guarded(redis)));
}

/**
 * The commands the store uses, each with a deadline and behind the breaker. FLUSHDB, which the store would use to
 * clear, is not among them on purpose: it deletes everybody's keys.
 */
function guarded(redis: RedisConnection): StoreClient {
  const commands = {
    get: (key: string) => redis.run((client) => client.get(key), 'GET'),
    set: (key: string, value: string, options?: { PX: number }) =>
      redis.run((client) => client.set(key, value, options), 'SET'),
    del: (key: string) => redis.run((client) => client.del(key), 'DEL'),
  };
  // Typed for a whole client of redis 4, which package.json does not install a second time: the three are the same in redis 5.
  return commands as unknown as StoreClient;
}

import { KeyvAdapter } from 'cache-manager';
import { redisInsStore } from 'cache-manager-redis-yet';
import { Keyv } from 'keyv';
import { MemoryStore } from './memory-store.js';
import type { RedisConnection } from './redis-connection.js';

type Redis4Client = Parameters<typeof redisInsStore>[0];

/** Where cache-manager keeps its entries: Redis, or without Redis a bounded memory. */
export function cacheStore(redis: RedisConnection): Keyv {
  const store = redis.state === 'off' ? new MemoryStore() : new KeyvAdapter(redisInsStore(guarded(redis)));
  // A deletion that failed must be seen to have failed. Keys bear a prefix already, and values are JSON already.
  return new Keyv({ store, throwOnErrors: true, useKeyPrefix: false, serialize: undefined, deserialize: undefined });
}

/**
 * The commands the store uses, each with a deadline and behind the breaker. FLUSHDB, which the store would use to
 * clear, is not among them on purpose: it deletes everybody's keys.
 */
function guarded(redis: RedisConnection): Redis4Client {
  const commands = {
    get: (key: string) => redis.run((client) => client.get(key)),
    set: (key: string, value: string, options?: { PX: number }) =>
      redis.run((client) => client.set(key, value, options)),
    del: (key: string) => redis.run((client) => client.del(key)),
  };
  // cache-manager-redis-yet is typed for redis 4; the three commands are the same in redis 5.
  return commands as unknown as Redis4Client;
}

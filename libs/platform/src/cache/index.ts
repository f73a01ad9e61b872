export { deleteKeys } from './delete-keys.js';
export { BriefCopies } from './brief-copies.js';
export { looksAt } from './cache-figures.js';
export { Cache, type Lifetimes } from './cache.js';
export { CacheModule } from './cache.module.js';
export { RedisBroadcast } from './redis-broadcast.js';
export { RedisConnection } from './redis-connection.js';
export { spread } from './spread.js';

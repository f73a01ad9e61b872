import { SystemClock } from '#kernel';
import { RedisBroadcast, RedisConnection } from '#platform/cache';
import type { Database } from '#platform/database';
import { Revocations } from '../revocations.js';

/** What one process knows of revocations; without Redis, and it polls only when it is told to. */
export function aRevocations(database: Database): Revocations {
  return new Revocations(database, new RedisBroadcast([], new RedisConnection([])), new SystemClock());
}

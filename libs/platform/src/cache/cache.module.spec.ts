import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Cache } from './cache.js';
import { CacheModule } from './cache.module.js';
import { RedisConnection } from './redis-connection.js';
import { UNHURRIED } from './testing/open-cache.js';
import { describeIf, testRedisUrl } from './testing/test-redis.js';
import { until } from './testing/until.js';

@Injectable()
class Shelf {
  constructor(
    readonly cache: Cache,
    readonly redis: RedisConnection,
  ) {}
}

@Module({ providers: [Shelf] })
class ShelfModule {}

const start = async (...redisUrls: string[]) => {
  const module = await Test.createTestingModule({
    imports: [CacheModule.forRoot({ redisUrls, redisTimeout: UNHURRIED }), ShelfModule],
  }).compile();
  await module.init();
  return { module, shelf: module.get(Shelf, { strict: false }) };
};

const caches = async ({ cache }: Shelf) => {
  const load = jest.fn(async () => 'value');
  await cache.aside('module:key', { ttl: 60_000 }, load);
  await cache.aside('module:key', { ttl: 60_000 }, load);
  await cache.drop('module:key');
  return load.mock.calls.length === 1;
};

describe('CacheModule', () => {
  it('gives every context a cache in memory where no Redis is configured', async () => {
    const { module, shelf } = await start();
    expect(shelf.redis.state).toBe('off');
    expect(await caches(shelf)).toBe(true);
    await module.close();
  });

  it('starts without waiting for a Redis that is not there', async () => {
    const { module, shelf } = await start('redis://127.0.0.1:1');
    expect(shelf.redis.state).toBe('degraded');
    expect(await shelf.cache.aside('module:key', { ttl: 60_000 }, async () => 'value')).toBe('value');
    await module.close();
  });
});

describeIf(testRedisUrl !== undefined, 'Redis (TEST_REDIS_URL)')('CacheModule on Redis', () => {
  it('gives every context the one connection, and closes it at shutdown', async () => {
    const { module, shelf } = await start(testRedisUrl ?? '');
    await until(() => shelf.redis.state === 'up');
    await until(() => caches(shelf));
    expect(module.get(RedisConnection, { strict: false })).toBe(shelf.redis);
    await module.close();
    expect(await shelf.redis.ping()).toBe(false);
  });
});

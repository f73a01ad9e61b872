import { type DynamicModule, Module } from '@nestjs/common';
import { CACHE_MANAGER, CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import type { Cache as CacheManager } from 'cache-manager';
import type { Config, Milliseconds } from '#platform/config';
import { Cache } from './cache.js';
import { cacheStore } from './cache-store.js';
import { RedisBroadcast } from './redis-broadcast.js';
import { RedisConnection } from './redis-connection.js';

@Module({})
class RedisModule {
  static forRoot(urls: readonly string[], timeout: Milliseconds): DynamicModule {
    const connection = { provide: RedisConnection, useFactory: () => new RedisConnection(urls, timeout) };
    const broadcast = {
      provide: RedisBroadcast,
      inject: [RedisConnection],
      useFactory: (redis: RedisConnection) => new RedisBroadcast(urls, redis),
    };
    const both = [RedisConnection, RedisBroadcast];
    return { module: RedisModule, global: true, providers: [connection, broadcast], exports: both };
  }
}

/** `Cache`, `RedisConnection` and `RedisBroadcast`, for every module. */
@Module({})
export class CacheModule {
  static forRoot({ redisUrls, redisTimeout }: Pick<Config, 'redisUrls' | 'redisTimeout'>): DynamicModule {
    const redis = RedisModule.forRoot(redisUrls, redisTimeout);
    const cacheManager = NestCacheModule.registerAsync({
      imports: [redis],
      inject: [RedisConnection],
      useFactory: async (connection: RedisConnection) => ({ stores: await cacheStore(connection) }),
    });
    return {
      module: CacheModule,
      global: true,
      imports: [redis, cacheManager],
      providers: [{ provide: Cache, inject: [CACHE_MANAGER], useFactory: (store: CacheManager) => new Cache(store) }],
      exports: [Cache],
    };
  }
}

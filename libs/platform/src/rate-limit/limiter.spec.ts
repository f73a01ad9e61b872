import { RedisConnection } from '#platform/cache';
import { openCache, type OpenCache } from '../cache/testing/open-cache.js';
import { startPrivateCluster } from '../cache/testing/private-cluster.js';
import { type PrivateRedis, redisServerIsInstalled } from '../cache/testing/private-redis.js';
import { describeIf, testRedisUrl } from '../cache/testing/test-redis.js';
import { Limiter } from './limiter.js';
import { limiterContract } from './limiter.contract.js';
import { MemoryLimiter } from './memory-limiter.js';

describe('Limiter without Redis', () => {
  limiterContract((options) => new Limiter(options, new RedisConnection([])));

  describe('as time goes by', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it('allows as many again once the window is over, and not a moment earlier', async () => {
      const limiter = new Limiter({ name: 'n', points: 2, seconds: 60 }, new RedisConnection([]));
      const isExceeded = async () => (await limiter.count('a')).exceeded;
      await isExceeded();
      jest.advanceTimersByTime(59_000);
      expect([await isExceeded(), await isExceeded()]).toEqual([false, true]);
      expect(await limiter.count('a')).toMatchObject({ resetSeconds: 1 });
      jest.advanceTimersByTime(999);
      expect(await isExceeded()).toBe(true);
      jest.advanceTimersByTime(1);
      expect([await isExceeded(), await isExceeded(), await isExceeded()]).toEqual([false, false, true]);
    });

    it('makes nobody wait for longer because the clock was set back', async () => {
      const limiter = new Limiter({ name: 'n', points: 1, seconds: 60 }, new RedisConnection([]));
      await limiter.count('a');
      jest.setSystemTime(Date.now() - 86_400_000);
      expect(await limiter.count('a')).toMatchObject({ exceeded: true, resetSeconds: 60 });
    });
  });

  it('forgets what was not seen for longest rather than grow without end', async () => {
    const limiter = new MemoryLimiter({ points: 1, duration: 60 }, 2);
    for (const key of ['a', 'b', 'c']) await limiter.consume(key);
    expect(await limiter.consume('c')).toMatchObject({ consumedPoints: 2 });
    expect(await limiter.consume('a')).toMatchObject({ consumedPoints: 1 });
  });
});

describeIf(testRedisUrl !== undefined, 'Redis (TEST_REDIS_URL)')('Limiter on Redis', () => {
  let opened: OpenCache;
  beforeAll(async () => {
    opened = await openCache([testRedisUrl ?? '']);
  });
  afterAll(() => opened.close());

  limiterContract((options) => new Limiter(options, opened.redis));
});

describeIf(redisServerIsInstalled, 'redis-server')('Limiter on a Redis Cluster', () => {
  let nodes: readonly PrivateRedis[] = [];
  let opened: OpenCache;
  beforeAll(async () => {
    nodes = await startPrivateCluster();
    opened = await openCache(nodes.map(({ url }) => url));
  });
  afterAll(async () => {
    await opened.close();
    await Promise.all(nodes.map((node) => node.remove()));
  });

  limiterContract((options) => new Limiter(options, opened.redis));
});

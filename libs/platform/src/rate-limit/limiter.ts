import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RedisConnection } from '#platform/cache';
import type { Quota } from '#platform/http';
import { metrics } from '#platform/observability';
import { MemoryLimiter } from './memory-limiter.js';
import { limiterCommands } from './limiter-commands.js';
import { UsedUpKeys } from './used-up-keys.js';

const limited = metrics.counter({
  name: 'rate_limited_requests_total',
  help: 'Requests that were beyond a limit, which is answered with 429',
  labels: ['limit'],
});

export interface LimiterOptions {
  /** In the metrics, and part of the keys in Redis: `jishi:rate:<name>:<key>`. */
  readonly name: string;
  /** How often within a window. */
  readonly points: number;
  /** Length of a window, which begins with the first point. */
  readonly seconds: number;
  /** Whether a key that is used up is answered without Redis until its window ends; not for keys that are reset. */
  readonly refusesByItself?: boolean;
}

type Counted = Pick<RateLimiterRes, 'remainingPoints' | 'msBeforeNext'>;

/**
 * Counts by key, in Redis for all processes together. Without Redis each process counts by itself, from nothing when
 * Redis has just gone, and goes on with what Redis remembers once it is back. Nothing here rejects because of Redis.
 */
export class Limiter {
  private readonly inner: RateLimiterRedis | MemoryLimiter;
  private readonly usedUp: UsedUpKeys | null;

  constructor(
    private readonly options: LimiterOptions,
    redis: RedisConnection,
  ) {
    const memory = new MemoryLimiter({ points: options.points, duration: options.seconds });
    this.inner = redis.state === 'off' ? memory : shared(options, redis, memory);
    // Not by the library's own means: it goes by the wall clock, and when that is set back refuses for as much longer.
    this.usedUp = options.refusesByItself ? new UsedUpKeys() : null;
  }

  /** Takes one point; the quota says whether there was one. */
  async count(key: string): Promise<Quota> {
    const left = this.usedUp?.left(key) ?? 0;
    if (left > 0) return this.quota({ remainingPoints: 0, msBeforeNext: left }, true);
    try {
      const counted = await this.inner.consume(key);
      return this.quota(counted, counted.consumedPoints > this.options.points);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      // Redis refuses so; the count of this process alone does not, and is over when Redis is back.
      this.usedUp?.note(key, refusal.msBeforeNext);
      return this.quota(refusal, true);
    }
  }

  /** As `count`, at once; null where others count as well, and nothing is counted then. */
  countAlone(key: string): Quota | null {
    if (!(this.inner instanceof MemoryLimiter)) return null;
    const counted = this.inner.add(key, 1);
    return this.quota(counted, counted.consumedPoints > this.options.points);
  }

  /** Gives a point back. */
  async takeBack(key: string): Promise<void> {
    await this.inner.reward(key);
  }

  /** Leaves no point for this long, from now on. */
  async lock(key: string, seconds: number): Promise<void> {
    await this.inner.block(key, seconds);
  }

  /** Gives all points back. */
  async reset(key: string): Promise<void> {
    await this.inner.delete(key);
    this.usedUp?.forget(key);
  }

  private quota({ remainingPoints, msBeforeNext }: Counted, exceeded: boolean): Quota {
    const { points, seconds } = this.options;
    if (exceeded) limited.labels(this.options.name).inc();
    const resetSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    return { limit: points, windowSeconds: seconds, remaining: exceeded ? 0 : remainingPoints, resetSeconds, exceeded };
  }
}

function shared(options: LimiterOptions, redis: RedisConnection, insuranceLimiter: MemoryLimiter): RateLimiterRedis {
  const { name, points, seconds } = options;
  return new RateLimiterRedis({
    storeClient: limiterCommands(redis),
    useRedisPackage: true,
    keyPrefix: `jishi:rate:${name}`,
    points,
    duration: seconds,
    insuranceLimiter,
  });
}

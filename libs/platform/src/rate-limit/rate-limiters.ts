import { Injectable } from '@nestjs/common';
import { RedisConnection } from '#platform/cache';
import { Limiter, type LimiterOptions } from './limiter.js';

/** Makes limiters that count in Redis for all processes together, or without Redis in this one. */
@Injectable()
export class RateLimiters {
  constructor(private readonly redis: RedisConnection) {}

  limiter(options: LimiterOptions): Limiter {
    return new Limiter(options, this.redis);
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { RedisConnection } from '#platform/cache';
import type { Shopper } from '#platform/principals';
import { RevocableCopies, Revocations } from '#platform/revocation';

/** Who the access tokens in use belong to, by the tokens' digests: in this process, in Redis, and behind them the database. */
@Injectable()
export class VerifiedShoppers extends RevocableCopies<Shopper> {
  constructor(revocations: Revocations, redis: RedisConnection, clock: Clock) {
    super(revocations, redis, clock, {
      name: 'shoppers',
      prefix: 'auth:',
      most: 50_000,
      localTtl: 600_000,
      redisTtl: 300_000,
    });
  }
}

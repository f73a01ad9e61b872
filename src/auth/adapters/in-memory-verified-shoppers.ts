import type { Clock } from '#kernel';
import { RedisConnection } from '#platform/cache';
import type { Revocations } from '#platform/revocation';
import { VerifiedShoppers } from '../application/verified-shoppers.js';

/** Trusts no copy: every request is looked up. */
export class InMemoryVerifiedShoppers extends VerifiedShoppers {
  constructor(clock: Clock) {
    super({ isFresh: false } as Revocations, new RedisConnection([]), clock);
  }
}

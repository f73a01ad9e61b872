import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { BriefCopies, Cache, type Lifetimes, RedisBroadcast } from '#platform/cache';
import { Database } from '#platform/database';
import type { ReadyJson } from '#platform/http';

const EDITION = 'catalog:edition';
const EDITION_LIFETIME = { ttl: 3_600_000 };
const CHANNEL = 'catalog';
/**
 * Units for sale must not be older than 2 s when they are shown; these are the times of a copy, and the rest is for the
 * answer's way. Sizes are in bytes.
 */
const SHOWN = { fresh: 1_000, oldest: 1_800, most: 10_000, largest: 32 * 1024 * 1024 };

/**
 * What is cached of the catalogue belongs to an edition, and each write ends the edition: one key to drop, whatever
 * the write touched, and who read the database before a write cannot leave old goods behind for those who come after.
 */
@Injectable()
export class CatalogCache {
  /** What was shown just now, in this process; null where there is nothing to show. A write ends all of it as well. */
  readonly shown = new BriefCopies<ReadyJson | null>({ ...SHOWN, sizeOf: (json) => 100 + (json?.bytes.length ?? 0) });

  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
    private readonly broadcast: RedisBroadcast,
  ) {
    broadcast.listen(CHANNEL, () => this.shown.clear());
  }

  async aside<T>(key: string, lifetimes: Lifetimes, load: () => Promise<T>): Promise<T> {
    const edition = await this.cache.aside(EDITION, EDITION_LIFETIME, async () => newId());
    // Null comes back only where `load` may give null.
    return (await this.cache.aside(`catalog:${edition}:${key}`, lifetimes, load)) as T;
  }

  renewAfterCommit(): void {
    this.database.afterCommit(() => {
      this.shown.clear();
      void this.renew();
    });
  }

  /** Other processes are told once the edition is over, or they would read the old one again. */
  private async renew(): Promise<void> {
    await this.cache.drop(EDITION);
    await this.broadcast.send(CHANNEL, 'changed');
  }
}

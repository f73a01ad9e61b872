import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { newId } from '#kernel';
import { BriefCopies, Cache, type Lifetimes, looksAt, RedisBroadcast } from '#platform/cache';
import { Database } from '#platform/database';
import type { ReadyJson } from '#platform/http';
import { CatalogRevision } from './catalog-revision.js';

const EDITION = 'catalog:edition';
const EDITION_LIFETIME = { ttl: 3_600_000 };
const CHANNEL = 'catalog';
/** For so long at most a process has not seen that an edition is over, where it was not told. */
const EDITION_BELIEVED = { name: 'catalog-edition', fresh: 200, oldest: 200, most: 1, largest: 1_000, sizeOf: () => 1 };
/** Of an edition, at most in this process, each for as long as in the cache. */
const MOST_PARTS = 2_000;
const partsLooks = looksAt('catalog-parts', 'process');
/**
 * Units for sale must not be older than 2 s when they are shown; these are the times of a copy, and the rest is for the
 * answer's way. Sizes are in bytes.
 */
const SHOWN = { name: 'catalog', fresh: 1_000, oldest: 1_800, most: 10_000, largest: 32 * 1024 * 1024 };

/**
 * What is cached of the catalogue belongs to an edition, and each write ends the edition: one key to drop, whatever
 * the write touched, and who read the database before a write cannot leave old goods behind for those who come after.
 */
@Injectable()
export class CatalogCache {
  /** What was shown just now, in this process; null where there is nothing to show. A write ends all of it as well. */
  readonly shown = new BriefCopies<ReadyJson | null>({ ...SHOWN, sizeOf: (json) => 100 + (json?.bytes.length ?? 0) });

  private readonly editions = new BriefCopies<string>(EDITION_BELIEVED);
  /** Parts of an edition under its name, so that those of one that is over are found by nobody. */
  private readonly parts = new LRUCache<string, object>({ max: MOST_PARTS });

  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
    private readonly broadcast: RedisBroadcast,
    private readonly revision: CatalogRevision,
  ) {
    broadcast.listen(CHANNEL, () => this.forget());
  }

  /**
   * A part of the present edition: from this process, from the cache, or what `load` gives. Callers share it.
   * A process that was not told of a write answers from the edition before for another 200 ms.
   */
  async aside<T extends object | null>(key: string, lifetimes: Lifetimes, load: () => Promise<T>): Promise<T> {
    const name = `catalog:${await this.edition()}:${key}`;
    const held = this.parts.get(name);
    (held ? partsLooks.hits : partsLooks.misses).inc();
    if (held) return held as T;
    // Null comes back only where `load` may give null.
    const part = (await this.cache.aside(name, lifetimes, load)) as T;
    if (part) this.parts.set(name, part, { ttl: lifetimes.ttl });
    return part;
  }

  /** For the transaction of a write, as its last statement: the next revision begins, and with the commit the next edition. */
  async changed(): Promise<void> {
    await this.revision.raise();
    this.database.afterCommit(() => void this.renew());
  }

  /** Other processes are told once the edition is over, or they would read of it again. */
  private async renew(): Promise<void> {
    this.forget();
    await this.cache.drop(EDITION);
    await this.broadcast.send(CHANNEL, 'changed');
  }

  private edition(): Promise<string> {
    const read = async () => (await this.cache.aside(EDITION, EDITION_LIFETIME, async () => newId())) ?? newId();
    return this.editions.find(EDITION, read);
  }

  private forget(): void {
    this.shown.clear();
    this.editions.clear();
  }
}

import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { Cache, type Lifetimes } from '#platform/cache';
import { Database } from '#platform/database';

const EDITION = 'catalog:edition';
const EDITION_LIFETIME = { ttl: 3_600_000 };

/**
 * What is cached of the catalogue belongs to an edition, and each write ends the edition: one key to drop, whatever
 * the write touched, and who read the database before a write cannot leave old goods behind for those who come after.
 */
@Injectable()
export class CatalogCache {
  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
  ) {}

  async aside<T>(key: string, lifetimes: Lifetimes, load: () => Promise<T>): Promise<T> {
    const edition = await this.cache.aside(EDITION, EDITION_LIFETIME, async () => newId());
    // Null comes back only where `load` may give null.
    return (await this.cache.aside(`catalog:${edition}:${key}`, lifetimes, load)) as T;
  }

  renewAfterCommit(): void {
    this.database.afterCommit(() => void this.cache.drop(EDITION));
  }
}

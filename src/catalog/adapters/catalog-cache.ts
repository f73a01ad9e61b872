import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { Cache } from '#platform/cache';
import { Database } from '#platform/database';

const EDITION = 'catalog:edition';
const EDITION_TTL_MS = 3_600_000;

/** Milliseconds. */
interface Lifetime {
  readonly ttl: number;
  /** For null, where null is an answer. */
  readonly missTtl?: number;
}

/**
 * What is cached of the catalogue belongs to an edition, and each write ends the edition. So one key invalidates all,
 * and who read the database before a write cannot leave old goods behind it. Values must survive JSON.
 */
@Injectable()
export class CatalogCache {
  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
  ) {}

  async aside<T>(key: string, lifetime: Lifetime, load: () => Promise<T>): Promise<T> {
    const edition = await this.cache.aside(EDITION, { ttl: EDITION_TTL_MS }, async () => newId());
    return this.cache.aside(`catalog:${edition}:${key}`, lifetime, load);
  }

  renewAfterCommit(): void {
    this.database.afterCommit(() => void this.cache.drop(EDITION));
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform/database';

/**
 * The number of what the catalogue is now, units for sale left aside: each write raises it in its own transaction, so a higher one is a
 * later catalogue, on every process. It is the time in milliseconds where that is higher: what is written after a restore has a number that
 * was not there before.
 */
@Injectable()
export class CatalogRevision {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What is read after this is of this revision or of a later one. */
  async read(): Promise<number> {
    const [row] = await this.database.query('SELECT revision FROM catalog_revision WHERE id = 1');
    return Number(row?.['revision']);
  }

  /** Writes wait for each other from here to the commit, so they commit in the sequence of their numbers. */
  async raise(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.database.query(
      'UPDATE catalog_revision SET revision = CASE WHEN revision < ? THEN ? ELSE revision + 1 END WHERE id = 1',
      [now, now],
    );
  }
}

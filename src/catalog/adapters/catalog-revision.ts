import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform/database';

const DAY_MS = 86_400_000;

/**
 * The number of what the catalogue is now, units for sale left aside: each write raises it in its own transaction, so a higher one is a
 * later catalogue, on every process. It is the time in milliseconds where that is higher.
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

  /**
   * After a restore: the number that was restored stands for something older than what caches far away know by higher ones. None of these is as
   * much as a day ahead of the time, unless a clock was, so from here on every number is a new one. To run it twice does no harm.
   */
  async leap(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.database.execute(
      'UPDATE catalog_revision SET revision = CASE WHEN revision < ? THEN ? ELSE revision END + ? WHERE id = 1',
      [now, now, DAY_MS],
    );
  }

  /** Writes wait for each other from here to the commit, so they commit in the sequence of their numbers. */
  async raise(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.database.execute(
      'UPDATE catalog_revision SET revision = CASE WHEN revision < ? THEN ? ELSE revision + 1 END WHERE id = 1',
      [now, now],
    );
  }
}

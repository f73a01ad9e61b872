import type { Clock } from '#kernel';
import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import { PeriodicJob } from './periodic-job.js';

/** Rows deleted at once: few enough that nobody waits for their locks. */
export const PURGE_BATCH = 1_000;

/** Deletes what nobody needs any more. */
export abstract class Purge extends PeriodicJob {
  readonly every = 3_600_000;

  constructor(
    protected readonly database: Database,
    protected readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  /** Deletes up to PURGE_BATCH rows; returns how many. */
  protected abstract deleteBatch(): Promise<number>;

  /** Deletes until nothing is left to delete. */
  async run(): Promise<void> {
    while (!this.stopping && (await this.deleteBatch()) > 0);
  }

  protected ago(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() - milliseconds);
  }
}

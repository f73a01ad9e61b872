import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Database, type SqlValue } from '#platform/database';
import { PeriodicJob } from './periodic-job.js';

/** Rows deleted at once: few enough that nobody waits for their locks. */
export const PURGE_BATCH = 1_000;

/** Deletes what nobody needs any more. */
@Injectable()
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

  /** Deletes up to PURGE_BATCH rows by one statement; returns how many. Table, key and condition are code, never input. */
  protected deleteWhere(table: string, key: string, condition: string, values: readonly SqlValue[]): Promise<number> {
    return this.database.execute(
      `DELETE FROM ${table} WHERE ${key} IN
       (SELECT ${key} FROM (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${PURGE_BATCH}) AS due)`,
      values,
    );
  }

  protected ago(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() - milliseconds);
  }
}

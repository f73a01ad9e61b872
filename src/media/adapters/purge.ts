import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Database } from '#platform/database';
import { Purge, PURGE_BATCH } from '#platform/jobs';

const DAY = 86_400_000;
/** WeChat tells within half an hour; what it told twice or much later finds nothing, which is harmless. */
const CHECKS_KEPT = 7 * DAY;
const REFUSED_KEPT = 30 * DAY;

/** Checks that are over, and uploads that were refused. */
@Injectable()
export class MediaPurge extends Purge {
  constructor(database: Database, clock: Clock, config: Config) {
    super(database, clock, config);
  }

  protected override async deleteBatch(): Promise<number> {
    const checks = await this.deleteSome('media_checks', 'noted_at < ?', this.ago(CHECKS_KEPT));
    const refused = await this.deleteSome('uploads', "status = 'refused' AND uploaded_at < ?", this.ago(REFUSED_KEPT));
    return checks + refused;
  }

  private async deleteSome(table: string, condition: string, before: Date): Promise<number> {
    const key = table === 'uploads' ? 'id' : 'reference';
    return this.database.execute(
      `DELETE FROM ${table} WHERE ${key} IN
       (SELECT ${key} FROM (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${PURGE_BATCH}) AS due)`,
      [before],
    );
  }
}

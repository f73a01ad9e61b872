import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Database } from '#platform/database';
import { Purge, PURGE_BATCH } from '#platform/jobs';
import { DoomedFiles } from '../application/doomed-files.js';
import { Thumbnails } from '../domain/thumbnails.js';

const DAY = 86_400_000;
/** WeChat tells within half an hour; what it told twice or much later finds nothing, which is harmless. */
const CHECKS_KEPT = 7 * DAY;
const REFUSED_KEPT = 30 * DAY;
const REFUSED_BEFORE = "status = 'refused' AND uploaded_at < ?";

/** Checks that are over, uploads that were refused, and thumbnails whose upload is gone. */
@Injectable()
export class MediaPurge extends Purge {
  constructor(
    private readonly thumbnails: Thumbnails,
    private readonly doomed: DoomedFiles,
    database: Database,
    clock: Clock,
    config: Config,
  ) {
    super(database, clock, config);
  }

  protected override async deleteBatch(): Promise<number> {
    const checks = await this.deleteWhere('media_checks', 'reference', 'noted_at < ?', [this.ago(CHECKS_KEPT)]);
    const refused = await this.deleteWhere('uploads', 'id', REFUSED_BEFORE, [this.ago(REFUSED_KEPT)]);
    return checks + refused + (await this.forgetOrphans());
  }

  /** Thumbnails of pictures that a process of a release before them has refused or removed. */
  private async forgetOrphans(): Promise<number> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<{ upload_id: string }>(
        `SELECT DISTINCT t.upload_id FROM thumbnails t LEFT JOIN uploads u ON u.id = t.upload_id
         WHERE u.id IS NULL OR u.status = 'refused' LIMIT ${PURGE_BATCH}`,
      );
      const names = await this.thumbnails.forget(rows.map((row) => row.upload_id));
      await this.doomed.add(names, this.clock.now());
      return rows.length;
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Purge, PURGE_BATCH } from '#platform/jobs';

/** Longer than any copy lives, and than any process goes without hearing from the database and keeps its copies. */
const KEPT = 24 * 3_600_000;

@Injectable()
export class RevocationPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    const rows = await this.database.query<{ epoch: unknown }>(
      `SELECT epoch FROM revocations WHERE at < ? ORDER BY at LIMIT ${PURGE_BATCH}`,
      [this.ago(KEPT)],
    );
    if (rows.length === 0) return 0;
    const last = Math.max(...rows.map(({ epoch }) => Number(epoch)));
    return this.database.execute('DELETE FROM revocations WHERE epoch <= ? AND at < ?', [last, this.ago(KEPT)]);
  }
}

import { Injectable } from '@nestjs/common';
import { firstIdAt } from '#kernel';
import { placeholders } from '#platform/database';
import { Purge, PURGE_BATCH } from '#platform/jobs';

/** Audit rows that were kept long enough. Ids sort by time, so that the oldest are found without an index of their own. */
@Injectable()
export class AuditPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    const old = await this.database.query<{ id: string }>(
      `SELECT id FROM audit_log WHERE id < ? ORDER BY id LIMIT ${PURGE_BATCH}`,
      [firstIdAt(this.ago(this.config.audit.retention))],
    );
    if (old.length === 0) return 0;
    const ids = old.map(({ id }) => id);
    return this.database.execute(`DELETE FROM audit_log WHERE id IN (${placeholders(ids.length)})`, ids);
  }
}

import { Injectable } from '@nestjs/common';
import { Purge, PURGE_BATCH } from '#platform/jobs';

/** docs/conventions.md promises 24 hours. */
const KEPT_MS = 3 * 24 * 3_600_000;

/** Idempotency keys no client will repeat any more. */
@Injectable()
export class IdempotencyKeyPurge extends Purge {
  /** The key has three columns, so a batch is told by its times: the oldest rows up to the time of the last one. */
  protected override async deleteBatch(): Promise<number> {
    const old = await this.database.query<{ created_at: string | Date }>(
      `SELECT created_at FROM idempotency_keys WHERE created_at < ? ORDER BY created_at LIMIT ${PURGE_BATCH}`,
      [this.ago(KEPT_MS)],
    );
    const last = old.at(-1);
    if (!last) return 0;
    return this.database.execute('DELETE FROM idempotency_keys WHERE created_at <= ?', [last.created_at]);
  }
}

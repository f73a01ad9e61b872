import { Injectable } from '@nestjs/common';
import { placeholders } from '#platform/database';
import { Purge, PURGE_BATCH } from '#platform/jobs';

/** WeChat repeats a push within seconds; the rest is for whoever records one and sends it again. */
const KEPT_MS = 30 * 24 * 3_600_000;

@Injectable()
export class PushPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    const old = await this.database.query<{ push_key: string }>(
      `SELECT push_key FROM wechat_pushes WHERE received_at < ? LIMIT ${PURGE_BATCH}`,
      [this.ago(KEPT_MS)],
    );
    if (old.length === 0) return 0;
    const keys = old.map(({ push_key }) => push_key);
    return this.database.execute(`DELETE FROM wechat_pushes WHERE push_key IN (${placeholders(keys.length)})`, keys);
  }
}

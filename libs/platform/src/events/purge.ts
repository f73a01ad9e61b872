import { Injectable } from '@nestjs/common';
import { placeholders } from '#platform/database';
import { Purge, PURGE_BATCH } from '#platform/jobs';

const KEPT_MS = 7 * 24 * 3_600_000;

/** Events that were delivered a week ago. Those that wait, are dead or are in line for the broker stay. */
@Injectable()
export class OutboxPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    const before = this.ago(KEPT_MS);
    const old = await this.database.query<{ id: string }>(
      `SELECT id FROM outbox WHERE status = 'delivered' AND available_at < ? AND delivered_at < ?
       AND NOT EXISTS (SELECT 1 FROM relay_line WHERE relay_line.event_id = outbox.id) LIMIT ${PURGE_BATCH}`,
      [before, before],
    );
    if (old.length === 0) return 0;
    const ids = old.map(({ id }) => id);
    return this.database.execute(`DELETE FROM outbox WHERE id IN (${placeholders(ids.length)})`, ids);
  }
}

/** What reactions had a week ago, but for events that may still come again. */
@Injectable()
export class InboxPurge extends Purge {
  protected override async deleteBatch(): Promise<number> {
    const before = this.ago(KEPT_MS);
    const old = await this.database.query<{ event_id: string }>(
      `SELECT DISTINCT event_id FROM inbox WHERE handled_at < ? AND NOT EXISTS (
         SELECT 1 FROM outbox WHERE outbox.id = inbox.event_id AND outbox.status <> 'delivered')
       LIMIT ${PURGE_BATCH}`,
      [before],
    );
    if (old.length === 0) return 0;
    const ids = old.map(({ event_id }) => event_id);
    return this.database.execute(
      `DELETE FROM inbox WHERE event_id IN (${placeholders(ids.length)}) AND handled_at < ?`,
      [...ids, before],
    );
  }
}

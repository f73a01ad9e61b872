import { Injectable } from '@nestjs/common';
import { Database, placeholders } from '#platform/database';
import { Purge, PURGE_BATCH } from '#platform/jobs';

/** Sessions that nobody refreshed in time. Revoked ones stay that long too, so that a spent token still answers 1105. */
@Injectable()
export class SessionPurge extends Purge {
  protected override deleteBatch(): Promise<number> {
    return deleteExpired(this.database, 'sessions', this.clock.now());
  }
}

/** Sessions of staff that were not used in time. */
@Injectable()
export class StaffSessionPurge extends Purge {
  protected override deleteBatch(): Promise<number> {
    return deleteExpired(this.database, 'staff_sessions', this.clock.now());
  }
}

async function deleteExpired(database: Database, table: 'sessions' | 'staff_sessions', now: Date): Promise<number> {
  const expired = await database.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE expires_at <= ? LIMIT ${PURGE_BATCH}`,
    [now],
  );
  if (expired.length === 0) return 0;
  const ids = expired.map(({ id }) => id);
  // Once more: a session in use may have been extended meanwhile.
  return database.execute(`DELETE FROM ${table} WHERE id IN (${placeholders(ids.length)}) AND expires_at <= ?`, [
    ...ids,
    now,
  ]);
}

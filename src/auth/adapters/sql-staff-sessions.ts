import { Injectable } from '@nestjs/common';
import { asDate, Database } from '#platform/database';
import { Revocations } from '#platform/revocation';
import type { StaffSession } from '../domain/staff-session.js';
import { type SignedInStaff, StaffSessions } from '../domain/staff-sessions.js';
import type { StaffRow } from './sql-staff-members.js';

interface SessionRow extends Omit<StaffRow, 'password_hash'> {
  readonly session_id: string;
  readonly session_created_at: unknown;
  readonly last_seen_at: unknown;
  readonly expires_at: unknown;
}

@Injectable()
export class SqlStaffSessions extends StaffSessions {
  constructor(
    private readonly database: Database,
    private readonly revocations: Revocations,
  ) {
    super();
  }

  /** One statement: it waits for a change of the member that is under way, and a later one finds the session. */
  async add({ id, staffId, createdAt, lastSeenAt, expiresAt }: StaffSession, passwordHash: string): Promise<boolean> {
    const added = await this.database.execute(
      `INSERT INTO staff_sessions (id, staff_id, created_at, last_seen_at, expires_at)
       SELECT ?, id, ?, ?, ? FROM staff WHERE id = ? AND password_hash = ? AND active = ?${this.database.forUpdate}`,
      [id, createdAt, lastSeenAt, expiresAt, staffId, passwordHash, 1],
    );
    return added === 1;
  }

  async find(id: string): Promise<SignedInStaff | null> {
    const [row] = await this.database.query<SessionRow>(
      `SELECT s.id AS session_id, s.created_at AS session_created_at, s.last_seen_at, s.expires_at,
         m.id, m.username, m.role, m.active
       FROM staff_sessions s JOIN staff m ON m.id = s.staff_id WHERE s.id = ?`,
      [id],
    );
    if (!row) return null;
    const session = {
      id: row.session_id,
      staffId: row.id,
      createdAt: asDate(row.session_created_at),
      lastSeenAt: asDate(row.last_seen_at),
      expiresAt: asDate(row.expires_at),
    };
    const { id: memberId, username, role, active } = row;
    return { session, member: { id: memberId, username, role, active: Number(active) === 1 } };
  }

  async extend({ id, lastSeenAt, expiresAt }: StaffSession): Promise<void> {
    await this.database.execute('UPDATE staff_sessions SET last_seen_at = ?, expires_at = ? WHERE id = ?', [
      lastSeenAt,
      expiresAt,
      id,
    ]);
  }

  remove(id: string): Promise<void> {
    return this.database.transaction(async () => {
      const sql = 'SELECT staff_id FROM staff_sessions WHERE id = ?';
      const [row] = await this.database.query<{ staff_id: string }>(sql, [id]);
      if (!row) return;
      await this.database.execute('DELETE FROM staff_sessions WHERE id = ?', [id]);
      await this.revocations.revoke(staffSessionsOf(row.staff_id));
    });
  }

  removeAllOf(staffId: string, keptId: string | null): Promise<void> {
    return this.database.transaction(async () => {
      await this.database.execute('DELETE FROM staff_sessions WHERE staff_id = ? AND id <> ?', [staffId, keptId ?? '']);
      await this.revocations.revoke(staffSessionsOf(staffId));
    });
  }
}

/** What a revocation of a member's sessions names. */
export function staffSessionsOf(staffId: string): string {
  return `staff:${staffId}`;
}

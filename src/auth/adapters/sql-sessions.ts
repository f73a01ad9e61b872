import { Injectable } from '@nestjs/common';
import { asDate, asDateOrNull, Database, insertRows } from '#platform/database';
import { Revocations } from '#platform/revocation';
import { SessionNotFound } from '../domain/errors.js';
import { Session, sessionsOf, type SessionState } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';

interface SessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly account: string;
  readonly user_agent: string;
  readonly ip: string;
  readonly created_at: unknown;
  readonly last_seen_at: unknown;
  readonly family_digest: string;
  readonly secret_digest: string;
  readonly expires_at: unknown;
  readonly revoked_at: unknown;
}

const COLUMNS = [
  'id',
  'user_id',
  'account',
  'user_agent',
  'ip',
  'created_at',
  'last_seen_at',
  'family_digest',
  'secret_digest',
  'expires_at',
  'revoked_at',
];

@Injectable()
export class SqlSessions extends Sessions {
  constructor(
    private readonly database: Database,
    private readonly revocations: Revocations,
  ) {
    super();
  }

  async add(...sessions: readonly Session[]): Promise<void> {
    await insertRows(
      this.database,
      'sessions',
      COLUMNS,
      sessions.map((session) => rowOf(session.snapshot())),
    );
  }

  async change<T>(id: string, mutate: (session: Session) => T): Promise<T> {
    for (;;) {
      const before = await this.load(id);
      const session = Session.restore(before);
      const result = mutate(session);
      if (before.revokedAt || (await this.saveOrRevoke(session.snapshot(), before))) return result;
    }
  }

  async revokeOthers(userId: string, keptId: string, now: Date): Promise<void> {
    await this.revoking(userId, () =>
      this.database.execute('UPDATE sessions SET revoked_at = ? WHERE user_id = ? AND id <> ? AND revoked_at IS NULL', [
        now,
        userId,
        keptId,
      ]),
    );
  }

  async revokeAll(userId: string, now: Date): Promise<void> {
    await this.revoking(userId, () =>
      this.database.execute('UPDATE sessions SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL', [
        now,
        userId,
      ]),
    );
  }

  async removeAll(userId: string): Promise<void> {
    await this.revoking(userId, () => this.database.execute('DELETE FROM sessions WHERE user_id = ?', [userId]));
  }

  /** The change, and the end of every copy that says otherwise, in one transaction. */
  private revoking<T>(userId: string, change: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      const changed = await change();
      await this.revocations.revoke(sessionsOf(userId));
      return changed;
    });
  }

  private saveOrRevoke(after: SessionState, before: SessionState): Promise<boolean> {
    if (!after.revokedAt) return this.save(after, before);
    return this.database.transaction(async () => {
      const saved = await this.save(after, before);
      // Of many who revoke at once only the first has anything to tell.
      if (saved) await this.revocations.revoke(sessionsOf(after.userId));
      return saved;
    });
  }

  private async load(id: string): Promise<SessionState> {
    const [row] = await this.database.query<SessionRow>(`SELECT ${COLUMNS.join(', ')} FROM sessions WHERE id = ?`, [
      id,
    ]);
    if (!row) throw new SessionNotFound();
    return stateFrom(row);
  }

  /** Each change spends the token or revokes the session, so these two tell whether anybody was faster. */
  private async save(after: SessionState, before: SessionState): Promise<boolean> {
    const { device, token, lastSeenAt, expiresAt, revokedAt } = after;
    const changed = await this.database.execute(
      `UPDATE sessions SET user_agent = ?, ip = ?, last_seen_at = ?, secret_digest = ?, expires_at = ?, revoked_at = ?
       WHERE id = ? AND secret_digest = ? AND revoked_at IS NULL`,
      [device.userAgent, device.ip, lastSeenAt, token.secret, expiresAt, revokedAt, before.id, before.token.secret],
    );
    return changed === 1;
  }
}

function rowOf({ id, userId, account, device, createdAt, lastSeenAt, token, expiresAt, revokedAt }: SessionState) {
  const { userAgent, ip } = device;
  return [id, userId, account, userAgent, ip, createdAt, lastSeenAt, token.family, token.secret, expiresAt, revokedAt];
}

function stateFrom(row: SessionRow): SessionState {
  return {
    id: row.id,
    userId: row.user_id,
    account: row.account,
    device: { userAgent: row.user_agent, ip: row.ip },
    createdAt: asDate(row.created_at),
    lastSeenAt: asDate(row.last_seen_at),
    token: { family: row.family_digest, secret: row.secret_digest },
    expiresAt: asDate(row.expires_at),
    revokedAt: asDateOrNull(row.revoked_at),
  };
}

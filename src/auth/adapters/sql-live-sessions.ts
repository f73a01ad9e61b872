import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { asDate, Database } from '#platform/database';
import { type LiveSession, LiveSessions } from '../application/live-sessions.js';

interface LiveSessionRow {
  readonly user_id: string;
  readonly account: string;
  readonly expires_at: unknown;
}

/**
 * The database is the truth about sessions: a revocation that is committed holds on every process at once, and so does
 * a block, even for a session that was opened the moment the user was blocked.
 */
@Injectable()
export class SqlLiveSessions extends LiveSessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(sessionId: string): Promise<LiveSession | null> {
    const [row] = await this.database.query<LiveSessionRow>(
      `SELECT user_id, account, expires_at FROM sessions WHERE id = ? AND revoked_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM user_blocks WHERE user_blocks.user_id = sessions.user_id)`,
      [sessionId],
    );
    if (!row) return null;
    const expiresAt = asDate(row.expires_at);
    return expiresAt <= this.clock.now() ? null : { userId: row.user_id, account: row.account, expiresAt };
  }
}

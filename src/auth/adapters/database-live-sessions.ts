import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { asDate, Database } from '#platform/database';
import { type LiveSession, LiveSessions } from '../application/live-sessions.js';

interface LiveSessionRow {
  readonly user_id: string;
  readonly account: string;
  readonly expires_at: unknown;
}

/** The database is the truth about sessions: a revocation that is committed holds on every process at once. */
@Injectable()
export class DatabaseLiveSessions extends LiveSessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(sessionId: string): Promise<LiveSession | null> {
    const [row] = await this.database.query<LiveSessionRow>(
      'SELECT user_id, account, expires_at FROM sessions WHERE id = ? AND revoked_at IS NULL',
      [sessionId],
    );
    if (!row || asDate(row.expires_at) <= this.clock.now()) return null;
    return { userId: row.user_id, account: row.account };
  }
}

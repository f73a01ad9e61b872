import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { asDate, Database } from '#platform/database';

export interface SessionView {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly userAgent: string;
  readonly ip: string;
  /** Whether the request came in this session. */
  readonly current: boolean;
}

interface SessionViewRow {
  readonly id: string;
  readonly created_at: unknown;
  readonly last_seen_at: unknown;
  readonly user_agent: string;
  readonly ip: string;
}

const MOST_SHOWN = 100;

@Injectable()
export class SessionQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The sessions a user is signed in with, newest first. */
  async liveOf(userId: string, currentSessionId: string): Promise<SessionView[]> {
    const rows = await this.database.query<SessionViewRow>(
      `SELECT id, created_at, last_seen_at, user_agent, ip FROM sessions
       WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY id DESC LIMIT ${MOST_SHOWN}`,
      [userId, this.clock.now()],
    );
    return rows.map((row) => ({
      id: row.id,
      createdAt: asDate(row.created_at),
      lastSeenAt: asDate(row.last_seen_at),
      userAgent: row.user_agent,
      ip: row.ip,
      current: row.id === currentSessionId,
    }));
  }
}

import { asDate, asDateOrNull, Database } from '#platform/database';
import { type ExportSection, HoldsPersonalData, PersonalDataHolder } from '#platform/privacy';
import { Identities } from '../domain/identities.js';
import { Sessions } from '../domain/sessions.js';
import { UserBlocks } from '../domain/user-blocks.js';

interface SessionRow {
  readonly id: string;
  readonly user_agent: string;
  readonly ip: string;
  readonly created_at: unknown;
  readonly last_seen_at: unknown;
  readonly expires_at: unknown;
  readonly revoked_at: unknown;
}

const PAGE = 100;

/** The account at WeChat, and the sessions with the addresses they were opened from. Session keys leave in no copy. */
@HoldsPersonalData()
export class AuthPersonalData extends PersonalDataHolder {
  constructor(
    private readonly database: Database,
    private readonly identities: Identities,
    private readonly sessions: Sessions,
    private readonly blocks: UserBlocks,
  ) {
    super();
  }

  sections(userId: string): ExportSection[] {
    return [
      { name: 'wechatAccounts', records: () => this.accounts(userId) },
      { name: 'sessions', records: () => this.sessionsOf(userId) },
    ];
  }

  async assertErasable(): Promise<void> {}

  /** The identity first: a sign-in that is under way looks for it last. */
  async erase(userId: string): Promise<void> {
    await this.identities.remove(userId);
    await this.sessions.removeAll(userId);
    await this.blocks.remove(userId);
  }

  private async *accounts(userId: string): AsyncIterable<object> {
    const sql = 'SELECT account, union_account, answered_at FROM wechat_identities WHERE user_id = ?';
    for (const { account, union_account, answered_at } of await this.database.query(sql, [userId])) {
      yield { account, unionAccount: union_account, lastSignInAt: asDate(answered_at) };
    }
  }

  private async *sessionsOf(userId: string): AsyncIterable<object> {
    for (let after = '~'; ;) {
      const rows = await this.database.query<SessionRow>(
        `SELECT id, user_agent, ip, created_at, last_seen_at, expires_at, revoked_at FROM sessions
         WHERE user_id = ? AND id < ? ORDER BY id DESC LIMIT ${PAGE}`,
        [userId, after],
      );
      for (const { id, user_agent, ip, ...times } of rows) {
        yield {
          id,
          userAgent: user_agent,
          ip,
          createdAt: asDate(times.created_at),
          lastSeenAt: asDate(times.last_seen_at),
          expiresAt: asDate(times.expires_at),
          revokedAt: asDateOrNull(times.revoked_at),
        };
      }
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = last.id;
    }
  }
}

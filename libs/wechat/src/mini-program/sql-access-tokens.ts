import { type Clock, newId } from '#kernel';
import type { ShopCipher } from '#platform/crypto';
import { asDate, type Database, isUniqueViolation } from '#platform/database';
import { type AccessToken, AccessTokenStore, type StoredAccessToken } from './access-tokens.js';

const KEY = 'wechat-access-token';
/** More than the deadline of a fetch, so that only a process that died loses its claim. */
const LEASE_MS = 10_000;

interface TokenRow {
  readonly revision: number | string;
  readonly sealed: string | null;
  readonly expires_at: unknown;
}

/** One row for each app, in the database all processes share. The token is sealed: who has it can act as the shop. */
export class SqlAccessTokens extends AccessTokenStore {
  private readonly me = newId();

  constructor(
    private readonly database: Database,
    private readonly cipher: ShopCipher,
    private readonly clock: Clock,
    private readonly appId: string,
  ) {
    super();
  }

  async read(): Promise<StoredAccessToken> {
    const [row] = await this.database.query<TokenRow>(
      'SELECT revision, sealed, expires_at FROM wechat_access_tokens WHERE app_id = ?',
      [this.appId],
    );
    if (!row) return { token: null, revision: 0 };
    const token = row.sealed === null ? null : await this.cipher.open(row.sealed, KEY, this.location);
    return {
      token: token === null ? null : { token, expiresAt: asDate(row.expires_at) },
      revision: Number(row.revision),
    };
  }

  async claim(revision: number): Promise<boolean> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    const claimed = await this.database.execute(
      `UPDATE wechat_access_tokens SET leased_by = ?, leased_until = ?
       WHERE app_id = ? AND revision = ? AND (leased_until IS NULL OR leased_until <= ? OR leased_until > ?)`,
      // A claim that lasts longer than claims do was made by a clock that has been set back since.
      [this.me, until, this.appId, revision, now, until],
    );
    return claimed > 0 || (revision === 0 && (await this.claimFirst(until)));
  }

  async replace(revision: number, { token, expiresAt }: AccessToken): Promise<void> {
    const sealed = await this.cipher.seal(token, KEY, this.location);
    await this.database.execute(
      `UPDATE wechat_access_tokens
       SET sealed = ?, expires_at = ?, revision = revision + 1, leased_by = NULL, leased_until = NULL
       WHERE app_id = ? AND revision = ? AND leased_by = ?`,
      [sealed, expiresAt, this.appId, revision, this.me],
    );
  }

  async release(revision: number): Promise<void> {
    await this.database.execute(
      `UPDATE wechat_access_tokens SET leased_by = NULL, leased_until = NULL
       WHERE app_id = ? AND revision = ? AND leased_by = ?`,
      [this.appId, revision, this.me],
    );
  }

  private async claimFirst(until: Date): Promise<boolean> {
    try {
      await this.database.execute(
        'INSERT INTO wechat_access_tokens (app_id, revision, leased_by, leased_until) VALUES (?, 0, ?, ?)',
        [this.appId, this.me, until],
      );
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  private get location() {
    return { table: 'wechat_access_tokens', column: 'sealed', row: this.appId };
  }
}

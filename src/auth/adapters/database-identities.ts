import { Injectable } from '@nestjs/common';
import { type FieldLocation, PersonalDataCipher, PersonErased } from '#platform/crypto';
import { asDate, Database, isUniqueViolation } from '#platform/database';
import { AccountAlreadyKnown, Identities } from '../domain/identities.js';
import type { Identity } from '../domain/identity.js';

interface IdentityRow {
  readonly account: string;
  readonly union_account: string | null;
  readonly session_key: string | null;
  readonly answered_at: unknown;
}

@Injectable()
export class DatabaseIdentities extends Identities {
  constructor(
    private readonly database: Database,
    private readonly cipher: PersonalDataCipher,
  ) {
    super();
  }

  async userOf(account: string): Promise<string | null> {
    const [row] = await this.database.query<{ user_id: string }>(
      'SELECT user_id FROM wechat_identities WHERE account = ?',
      [account],
    );
    return row?.user_id ?? null;
  }

  async find(userId: string): Promise<Identity | null> {
    const [row] = await this.database.query<IdentityRow>(
      'SELECT account, union_account, session_key, answered_at FROM wechat_identities WHERE user_id = ?',
      [userId],
    );
    if (!row) return null;
    return {
      userId,
      account: row.account,
      unionAccount: row.union_account,
      sessionKey: await this.cipher.open(row.session_key, sessionKeyOf(userId)),
      answeredAt: asDate(row.answered_at),
    };
  }

  async add({ userId, account, unionAccount, answeredAt }: Omit<Identity, 'sessionKey'>): Promise<void> {
    try {
      await this.database.execute(
        'INSERT INTO wechat_identities (user_id, account, union_account, answered_at) VALUES (?, ?, ?, ?)',
        [userId, account, unionAccount, answeredAt],
      );
    } catch (error) {
      throw isUniqueViolation(error) ? new AccountAlreadyKnown() : error;
    }
  }

  async renew(identity: Identity): Promise<boolean> {
    try {
      return await this.renewed(identity);
    } catch (error) {
      if (error instanceof PersonErased) return false;
      throw error;
    }
  }

  private async renewed({ userId, unionAccount, sessionKey, answeredAt }: Identity): Promise<boolean> {
    const sealed = sessionKey === null ? null : (await this.cipher.of(userId)).seal(sessionKey, sessionKeyOf(userId));
    const changed = await this.database.execute(
      `UPDATE wechat_identities SET union_account = ?, session_key = COALESCE(?, session_key), answered_at = ?
       WHERE user_id = ? AND answered_at <= ?`,
      [unionAccount, sealed, answeredAt, userId, answeredAt],
    );
    return changed > 0 || (await this.isThere(userId));
  }

  async remove(userId: string): Promise<void> {
    await this.database.execute('DELETE FROM wechat_identities WHERE user_id = ?', [userId]);
  }

  /** With a lock: whoever is erasing the user has either finished or not begun. */
  private async isThere(userId: string): Promise<boolean> {
    const sql = `SELECT user_id FROM wechat_identities WHERE user_id = ?${this.database.forUpdate}`;
    return (await this.database.query(sql, [userId])).length > 0;
  }
}

function sessionKeyOf(userId: string): FieldLocation {
  return { table: 'wechat_identities', column: 'session_key', row: userId };
}

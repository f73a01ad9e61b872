import { Injectable } from '@nestjs/common';
import { type FieldLocation, PersonalDataCipher } from '#platform/crypto';
import { asDate, Database, insertRows, isUniqueViolation, placeholders, type SqlValue } from '#platform/database';
import { AccountAlreadyKnown, Identities, type KnownAccount, type Renewal } from '../domain/identities.js';
import { furthestAheadOf, type Identity } from '../domain/identity.js';

interface KnownRow {
  readonly account: string;
  readonly user_id: string;
  readonly blocked_id: string | null;
}

interface IdentityRow {
  readonly account: string;
  readonly union_account: string | null;
  readonly session_key: string | null;
  readonly answered_at: unknown;
}

@Injectable()
export class SqlIdentities extends Identities {
  constructor(
    private readonly database: Database,
    private readonly cipher: PersonalDataCipher,
  ) {
    super();
  }

  async usersOf(accounts: readonly string[]): Promise<ReadonlyMap<string, KnownAccount>> {
    if (accounts.length === 0) return new Map();
    const rows = await this.database.query<KnownRow>(
      `SELECT account, wechat_identities.user_id, user_blocks.user_id AS blocked_id FROM wechat_identities
       LEFT JOIN user_blocks ON user_blocks.user_id = wechat_identities.user_id
       WHERE account IN (${placeholders(accounts.length)})`,
      accounts,
    );
    return new Map(rows.map((row) => [row.account, { userId: row.user_id, blocked: row.blocked_id !== null }]));
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

  async add(...identities: readonly Omit<Identity, 'sessionKey'>[]): Promise<void> {
    try {
      await insertRows(
        this.database,
        'wechat_identities',
        ['user_id', 'account', 'union_account', 'answered_at'],
        identities.map(({ userId, account, unionAccount, answeredAt }) => [userId, account, unionAccount, answeredAt]),
      );
    } catch (error) {
      throw isUniqueViolation(error) ? new AccountAlreadyKnown() : error;
    }
  }

  async sealSessionKey(userId: string, sessionKey: string): Promise<string> {
    return (await this.cipher.of(userId)).seal(sessionKey, sessionKeyOf(userId));
  }

  async renew(...renewals: readonly Renewal[]): Promise<ReadonlySet<string>> {
    const there = new Set<string>();
    for (const round of eachUserOnce(renewals)) for (const userId of await this.renewRound(round)) there.add(userId);
    return there;
  }

  private async renewRound(renewals: readonly Renewal[]): Promise<readonly string[]> {
    const ids = renewals.map(({ userId }) => userId);
    const whose = `CASE user_id${' WHEN ? THEN ?'.repeat(renewals.length)} END`;
    const each = (value: (renewal: Renewal) => SqlValue) => renewals.flatMap((one) => [one.userId, value(one)]);
    const changed = await this.database.execute(
      `UPDATE wechat_identities
       SET union_account = ${whose}, session_key = COALESCE(${whose}, session_key), answered_at = ${whose}
       WHERE ${renewals.map(() => '(user_id = ? AND (answered_at <= ? OR answered_at > ?))').join(' OR ')}`,
      [
        ...each(({ unionAccount }) => unionAccount),
        ...each(({ sessionKey }) => sessionKey),
        ...each(({ answeredAt }) => answeredAt),
        ...renewals.flatMap(({ userId, answeredAt }) => [userId, answeredAt, furthestAheadOf(answeredAt)]),
      ],
    );
    return changed === ids.length ? ids : this.thoseThere(ids);
  }

  async remove(userId: string): Promise<void> {
    await this.database.execute('DELETE FROM wechat_identities WHERE user_id = ?', [userId]);
  }

  /** With a lock: whoever is erasing one of them has either finished or not begun. */
  private async thoseThere(userIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ user_id: string }>(
      `SELECT user_id FROM wechat_identities WHERE user_id IN (${placeholders(userIds.length)})${this.database.forUpdate}`,
      userIds,
    );
    return rows.map(({ user_id }) => user_id);
  }
}

/** In lists that name nobody twice, in the sequence they came; sorted, as everybody locks rows. */
function eachUserOnce(renewals: readonly Renewal[]): Renewal[][] {
  const rounds: Map<string, Renewal>[] = [];
  for (const renewal of renewals) {
    const free = rounds.find((round) => !round.has(renewal.userId));
    if (free) free.set(renewal.userId, renewal);
    else rounds.push(new Map([[renewal.userId, renewal]]));
  }
  return rounds.map((round) => [...round.values()].sort((a, b) => (a.userId < b.userId ? -1 : 1)));
}

function sessionKeyOf(userId: string): FieldLocation {
  return { table: 'wechat_identities', column: 'session_key', row: userId };
}

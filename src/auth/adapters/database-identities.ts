import { Injectable } from '@nestjs/common';
import { type FieldLocation, PersonalDataCipher } from '#platform/crypto';
import { asDate, Database, insertRows, isUniqueViolation, placeholders } from '#platform/database';
import { AccountAlreadyKnown, Identities, type KnownAccount, type Renewal } from '../domain/identities.js';
import type { Identity } from '../domain/identity.js';

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
export class DatabaseIdentities extends Identities {
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
    const union = ofEach(renewals, ({ unionAccount }) => unionAccount, 'NULL');
    const key = ofEach(renewals, ({ sessionKey }) => sessionKey, 'session_key');
    const moments = byMoment(renewals);
    const those = moments.map(({ userIds }) => `user_id IN (${placeholders(userIds.length)})`);
    const answered = moments.flatMap(({ userIds, answeredAt }) => [...userIds, answeredAt]);
    const changed = await this.database.execute(
      `UPDATE wechat_identities SET union_account = ${union.sql}, session_key = ${key.sql},
       answered_at = CASE ${those.map((some) => `WHEN ${some} THEN ?`).join(' ')} END
       WHERE ${those.map((some) => `(${some} AND answered_at <= ?)`).join(' OR ')}`,
      [...union.values, ...key.values, ...answered, ...answered],
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

/** Those who sign in together were answered in a few milliseconds, and share them. */
function byMoment(renewals: readonly Renewal[]) {
  const moments = new Map<number, { readonly answeredAt: Date; readonly userIds: string[] }>();
  for (const { userId, answeredAt } of renewals) {
    const moment = moments.get(answeredAt.getTime());
    if (moment) moment.userIds.push(userId);
    else moments.set(answeredAt.getTime(), { answeredAt, userIds: [userId] });
  }
  return [...moments.values()];
}

/** For each user what is theirs, and `otherwise` for those who have nothing. */
function ofEach(renewals: readonly Renewal[], what: (renewal: Renewal) => string | null, otherwise: string) {
  const pairs = renewals.map((renewal) => [renewal.userId, what(renewal)] as const);
  const values = pairs.flatMap(([userId, value]) => (value === null ? [] : [userId, value]));
  const cases = ' WHEN ? THEN ?'.repeat(values.length / 2);
  return { sql: values.length === 0 ? otherwise : `CASE user_id${cases} ELSE ${otherwise} END`, values };
}

function sessionKeyOf(userId: string): FieldLocation {
  return { table: 'wechat_identities', column: 'session_key', row: userId };
}

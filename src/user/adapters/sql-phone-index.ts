import { Injectable } from '@nestjs/common';
import { PersonalDataUnreadable } from '#platform/crypto';
import { Database, isUniqueViolation, placeholders } from '#platform/database';
import { PhoneIndex } from '../application/phone-index.js';
import { SealedFields } from './sealed-fields.js';

/** Digests deleted by one statement. */
const BATCH = 1_000;

interface PhoneRow {
  readonly id: string;
  readonly phone: string | null;
}

/** `gone`: the number is another by now, or none, and whoever changed it has written its digest. */
type Outcome = 'added' | 'gone' | 'stuck';

@Injectable()
export class SqlPhoneIndex extends PhoneIndex {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedFields,
  ) {
    super();
  }

  async lacking(keyName: string, after: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT u.id AS id FROM users u
       LEFT JOIN user_phone_digests d ON d.user_id = u.id AND d.key_name = ?
       WHERE u.phone IS NOT NULL AND d.digest IS NULL AND u.id > ?
       ORDER BY u.id LIMIT ${limit}`,
      [keyName, after],
    );
    return rows.map(({ id }) => id);
  }

  async add(keyName: string, userIds: readonly string[]): Promise<{ added: number; stuck: readonly string[] }> {
    const rows = await this.database.query<PhoneRow>(
      `SELECT id, phone FROM users WHERE id IN (${placeholders(userIds.length)})`,
      userIds,
    );
    // All at once: their keys are unwrapped together.
    const outcomes = await Promise.all(rows.map((row) => this.addOne(keyName, row)));
    return {
      added: outcomes.filter((outcome) => outcome === 'added').length,
      stuck: rows.flatMap(({ id }, at) => (outcomes[at] === 'stuck' ? [id] : [])),
    };
  }

  async hasOlder(keyName: string): Promise<boolean> {
    return (await this.older(keyName, 1)).length > 0;
  }

  async forgetOlder(keyName: string): Promise<void> {
    for (;;) {
      const digests = await this.older(keyName, BATCH);
      if (digests.length === 0) return;
      await this.database.execute(
        `DELETE FROM user_phone_digests WHERE digest IN (${placeholders(digests.length)})`,
        digests,
      );
    }
  }

  private async addOne(keyName: string, row: PhoneRow): Promise<Outcome> {
    const digest = await this.digestOf(keyName, row);
    if (digest === null) return 'gone';
    if (digest === undefined) return 'stuck';
    try {
      return await this.database.transaction(() => this.insert(keyName, digest, row));
    } catch (error) {
      if (isUniqueViolation(error)) return 'stuck';
      throw error;
    }
  }

  private async insert(keyName: string, digest: string, { id, phone }: PhoneRow): Promise<Outcome> {
    const { forUpdate } = this.database;
    const [now] = await this.database.query<PhoneRow>(`SELECT id, phone FROM users WHERE id = ?${forUpdate}`, [id]);
    if (now?.phone !== phone) return 'gone';
    const [taken] = await this.database.query<{ user_id: string }>(
      'SELECT user_id FROM user_phone_digests WHERE digest = ?',
      [digest],
    );
    if (taken) return taken.user_id === id ? 'gone' : 'stuck';
    await this.database.execute('INSERT INTO user_phone_digests (digest, key_name, user_id) VALUES (?, ?, ?)', [
      digest,
      keyName,
      id,
    ]);
    return 'added';
  }

  /** Null where there is no number any more, undefined where it cannot be read. */
  private async digestOf(keyName: string, { id, phone }: PhoneRow): Promise<string | null | undefined> {
    try {
      const number = await this.sealed.openPhone(phone, id);
      if (!number) return null;
      const digests = await this.sealed.phoneDigests(number);
      const digest = digests.find((one) => one.keyName === keyName)?.digest;
      if (digest === undefined) throw new Error(`${keyName} is no longer a key of the index`);
      return digest;
    } catch (error) {
      if (error instanceof PersonalDataUnreadable) return undefined;
      throw error;
    }
  }

  /** Names of keys sort by age. */
  private async older(keyName: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ digest: string }>(
      `SELECT digest FROM user_phone_digests WHERE key_name < ? LIMIT ${limit}`,
      [keyName],
    );
    return rows.map(({ digest }) => digest);
  }
}

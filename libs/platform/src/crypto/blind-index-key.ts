import { randomBytes } from 'node:crypto';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Clock } from '#kernel';
import type { Keyed } from '#platform/config';
import type { Database } from '#platform/database';
import { isUniqueViolation } from '#platform/database';
import { decrypt, encrypt } from './aes-gcm.js';

const NAME = 'blind-index';

/**
 * The random key of the blind index, wrapped by the keyring: made by the first process that starts, never changed by
 * rotation. It is made before any request, so never in a transaction that could still roll back.
 */
export class BlindIndexKey implements OnApplicationBootstrap {
  private key: Buffer | null = null;

  constructor(
    private readonly database: Database,
    private readonly keyring: readonly Keyed<Buffer>[],
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.get();
  }

  async get(): Promise<Buffer> {
    if (this.key) return this.key;
    const key = (await this.read()) ?? (await this.make());
    // A key made in a transaction that is rolled back never was.
    this.database.afterCommit(() => (this.key = key));
    return key;
  }

  private async read(): Promise<Buffer | null> {
    const [row] = await this.database.query<{ key_id: string; wrapped: string }>(
      'SELECT key_id, wrapped FROM wrapped_keys WHERE name = ?',
      [NAME],
    );
    if (!row) return null;
    const wrapping = this.keyring.find(({ id }) => id === row.key_id);
    if (!wrapping)
      throw new Error(`The key ${row.key_id} is not on the keyring, and the blind index key is wrapped by it`);
    return decrypt(Buffer.from(row.wrapped, 'base64url'), wrapping.key, Buffer.from(NAME));
  }

  private async make(): Promise<Buffer> {
    const [wrapping] = this.keyring;
    if (!wrapping) throw new Error('The keyring is empty');
    const key = randomBytes(32);
    const wrapped = encrypt(key, wrapping.key, Buffer.from(NAME)).toString('base64url');
    try {
      await this.database.execute('INSERT INTO wrapped_keys (name, key_id, wrapped, created_at) VALUES (?, ?, ?, ?)', [
        NAME,
        wrapping.id,
        wrapped,
        this.clock.now(),
      ]);
      return key;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const made = await this.read();
      if (!made) throw error;
      return made;
    }
  }
}

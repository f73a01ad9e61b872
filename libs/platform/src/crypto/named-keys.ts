import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, isUniqueViolation, refuseInsideTransaction } from '#platform/database';
import { KeyManagement } from './key-management.js';

export interface NamedKey {
  readonly name: string;
  /** 32 bytes. */
  readonly key: KeyObject;
}

interface NamedKeyRow {
  readonly name: string;
  readonly key_id: string;
  readonly wrapped: string;
}

/** Random keys of the shop's own, such as the blind index's: made once, wrapped, the same in every process. */
@Injectable()
export class NamedKeys {
  constructor(
    private readonly database: Database,
    private readonly management: KeyManagement,
    private readonly clock: Clock,
  ) {}

  /** The keys whose names begin with `prefix`, sorted by name. @throws KeysUnavailable, Error when one cannot be unwrapped */
  async startingWith(prefix: string): Promise<NamedKey[]> {
    return this.read('name >= ? AND name < ?', [prefix, `${prefix}~`]);
  }

  /** The key with this name, made at its first use. @throws KeysUnavailable, Error when it cannot be unwrapped */
  async get(name: string): Promise<KeyObject> {
    let [found] = await this.read('name = ?', [name]);
    if (!found) {
      await this.make(name);
      [found] = await this.read('name = ?', [name]);
    }
    if (!found) throw new Error(`The key ${name} was removed the moment it was made`);
    return found.key;
  }

  /** Makes a key; does nothing where the name is taken. @throws KeysUnavailable */
  async make(name: string): Promise<void> {
    refuseInsideTransaction();
    const [wrapped] = await this.management.wrap([{ key: randomBytes(32), use: useOfName(name) }]);
    if (!wrapped) throw new Error('The key-management service wrapped nothing');
    try {
      await this.database.execute('INSERT INTO wrapped_keys (name, key_id, wrapped, created_at) VALUES (?, ?, ?, ?)', [
        name,
        wrapped.keyId,
        wrapped.wrapped,
        this.clock.now(),
      ]);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await this.database.execute('DELETE FROM wrapped_keys WHERE name = ?', [name]);
  }

  private async read(where: string, values: readonly string[]): Promise<NamedKey[]> {
    refuseInsideTransaction();
    let keys = await this.attempt(where, values);
    // Wrapped again since it was read, and the old key removed: by now its row holds another wrapping.
    if (keys.some(({ key }) => key === null)) keys = await this.attempt(where, values);
    return keys.map(({ name, keyId, key }) => {
      if (!key) throw new Error(`The key ${name} cannot be unwrapped by ${keyId}`);
      return { name, key: createSecretKey(key) };
    });
  }

  private async attempt(
    where: string,
    values: readonly string[],
  ): Promise<{ name: string; keyId: string; key: Buffer | null }[]> {
    const rows = await this.database.query<NamedKeyRow>(
      `SELECT name, key_id, wrapped FROM wrapped_keys WHERE ${where} ORDER BY name`,
      values,
    );
    const keys = await this.management.unwrap(
      rows.map(({ name, key_id, wrapped }) => ({ key: { keyId: key_id, wrapped }, use: useOfName(name) })),
    );
    return rows.map(({ name, key_id }, at) => ({ name, keyId: key_id, key: keys[at] ?? null }));
  }
}

/** What a named key is wrapped for. */
export function useOfName(name: string): string {
  return `name:${name}`;
}

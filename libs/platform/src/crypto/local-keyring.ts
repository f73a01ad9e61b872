import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Keyed } from '#platform/config';
import { decrypt, encrypt } from './aes-gcm.js';
import { type KeyFor, KeyManagement, type WrappedKey } from './key-management.js';

/** Key-encryption keys from the process's own configuration: the first wraps, all unwrap. */
export class LocalKeyring extends KeyManagement {
  private readonly keys: ReadonlyMap<string, KeyObject>;
  private readonly current: Keyed<KeyObject>;

  constructor(keyring: readonly Keyed<Buffer>[]) {
    super();
    const keys = keyring.map(({ id, key }) => ({ id, key: createSecretKey(key) }));
    const [first] = keys;
    if (!first) throw new Error('The keyring is empty');
    this.current = first;
    this.keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  async currentKeyId(): Promise<string> {
    return this.current.id;
  }

  async keyIds(): Promise<string[]> {
    return [...this.keys.keys()];
  }

  async wrap(keys: readonly KeyFor<Buffer>[]): Promise<WrappedKey[]> {
    return keys.map((one) => this.wrapOne(one));
  }

  async unwrap(keys: readonly KeyFor<WrappedKey>[]): Promise<(Buffer | null)[]> {
    return keys.map((one) => this.unwrapOne(one));
  }

  async rewrap(keys: readonly KeyFor<WrappedKey>[]): Promise<(WrappedKey | null)[]> {
    return keys.map(({ key: wrapped, use }) => {
      const key = this.unwrapOne({ key: wrapped, use });
      return key && this.wrapOne({ key, use });
    });
  }

  private wrapOne({ key, use }: KeyFor<Buffer>): WrappedKey {
    const { id, key: wrapping } = this.current;
    return { keyId: id, wrapped: encrypt(key, wrapping, additionalData(id, use)).toString('base64url') };
  }

  private unwrapOne({ key: { keyId, wrapped }, use }: KeyFor<WrappedKey>): Buffer | null {
    const wrapping = this.keys.get(keyId);
    if (!wrapping) return null;
    try {
      return decrypt(Buffer.from(wrapped, 'base64url'), wrapping, additionalData(keyId, use));
    } catch {
      return null;
    }
  }
}

function additionalData(keyId: string, use: string): Buffer {
  return Buffer.from(`${keyId}\0${use}`, 'utf8');
}

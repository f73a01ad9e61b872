import { createHmac } from 'node:crypto';
import type { Keyed } from '#platform/config';
import { decrypt, encrypt } from './aes-gcm.js';
import type { BlindIndexKey } from './blind-index-key.js';
import { type FieldLocation, PersonalDataCipher, PersonalDataUnreadable } from './personal-data-cipher.js';

const VERSION = 'v1';

/** Keys from the process's own configuration: the first encrypts, all decrypt. Sealed form: `v1.<key id>.<base64url>`. */
export class LocalKeyringCipher extends PersonalDataCipher {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly current: Keyed<Buffer>;

  constructor(
    keyring: readonly Keyed<Buffer>[],
    private readonly indexKey: BlindIndexKey,
  ) {
    super();
    const [first] = keyring;
    if (!first) throw new Error('The keyring is empty');
    this.current = first;
    this.keys = new Map(keyring.map(({ id, key }) => [id, key]));
  }

  seal(plaintext: string, at: FieldLocation): Promise<string> {
    const sealed = encrypt(Buffer.from(plaintext, 'utf8'), this.current.key, additionalData(this.current.id, at));
    return Promise.resolve(`${VERSION}.${this.current.id}.${sealed.toString('base64url')}`);
  }

  open(sealed: string, at: FieldLocation): Promise<string> {
    const [version, keyId = '', content = ''] = sealed.split('.');
    const key = this.keys.get(keyId);
    if (version !== VERSION || !key) return Promise.reject(new PersonalDataUnreadable());
    try {
      const plaintext = decrypt(Buffer.from(content, 'base64url'), key, additionalData(keyId, at));
      return Promise.resolve(plaintext.toString('utf8'));
    } catch {
      return Promise.reject(new PersonalDataUnreadable());
    }
  }

  async blindIndex(value: string, purpose: string): Promise<string> {
    const key = await this.indexKey.get();
    return createHmac('sha256', key).update(`${purpose}\0${value}`).digest('base64url');
  }
}

function additionalData(keyId: string, { table, column, row }: FieldLocation): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, table, column, row]), 'utf8');
}

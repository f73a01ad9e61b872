import { createHmac } from 'node:crypto';
import type { Keyed } from '#platform/config';
import { decrypt, encrypt } from './aes-gcm.js';
import type { BlindIndexKey } from './blind-index-key.js';
import { type FieldLocation, PersonalDataCipher, PersonalDataUnreadable } from './personal-data-cipher.js';

const VERSION = 'v1';
/** A key's id may hold dots itself. */
const SEALED = new RegExp(`^${VERSION}\\.(.+)\\.([^.]+)$`, 's');

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

  async seal(plaintext: string, at: FieldLocation): Promise<string> {
    const sealed = encrypt(Buffer.from(plaintext, 'utf8'), this.current.key, additionalData(this.current.id, at));
    return `${VERSION}.${this.current.id}.${sealed.toString('base64url')}`;
  }

  async open(sealed: string, at: FieldLocation): Promise<string> {
    const [, keyId = '', content = ''] = SEALED.exec(sealed) ?? [];
    const bytes = Buffer.from(content, 'base64url');
    const key = this.keys.get(keyId);
    // Node reads base64url leniently; only the one text that `seal` wrote is accepted.
    if (!key || bytes.toString('base64url') !== content) throw new PersonalDataUnreadable();
    try {
      return decrypt(bytes, key, additionalData(keyId, at)).toString('utf8');
    } catch {
      throw new PersonalDataUnreadable();
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

import type { KeyObject } from 'node:crypto';
import { decrypt, encrypt } from './aes-gcm.js';
import { type FieldLocation, PersonalDataUnreadable } from './personal-data-cipher.js';

const VERSION = 'v1';
/** `v1.<key id>.<base64url of nonce, ciphertext and tag>`. A key's id has no dots. */
const FORM = new RegExp(`^${VERSION}\\.([^.]+)\\.([\\w-]+)$`);

export function sealText(plaintext: string, keyId: string, key: KeyObject, at: FieldLocation): string {
  const sealed = encrypt(Buffer.from(plaintext, 'utf8'), key, additionalData(keyId, at));
  return `${VERSION}.${keyId}.${sealed.toString('base64url')}`;
}

/** @throws PersonalDataUnreadable */
export function keyIdOf(sealed: string): string {
  const [, keyId] = FORM.exec(sealed) ?? [];
  if (keyId === undefined) throw new PersonalDataUnreadable();
  return keyId;
}

/** @throws PersonalDataUnreadable */
export function openText(sealed: string, keyId: string, key: KeyObject, at: FieldLocation): string {
  const content = sealed.slice(VERSION.length + keyId.length + 2);
  const bytes = Buffer.from(content, 'base64url');
  // Node reads base64url leniently; only the one text that `sealText` wrote is accepted.
  if (keyIdOf(sealed) !== keyId || bytes.toString('base64url') !== content) throw new PersonalDataUnreadable();
  try {
    return decrypt(bytes, key, additionalData(keyId, at)).toString('utf8');
  } catch {
    throw new PersonalDataUnreadable();
  }
}

function additionalData(keyId: string, { table, column, row }: FieldLocation): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, table, column, row]), 'utf8');
}

import { createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { decodeBase64 } from '../base64.js';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What WeChat Pay encrypts with the APIv3 key: the resource of a notification, a platform certificate. */
export const sealedResource = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  ciphertext: z.string(),
  nonce: z.string(),
  associated_data: z.string().nullish(),
});

export type SealedResource = z.output<typeof sealedResource>;

/** @throws TypeError unless it is 32 bytes of UTF-8 */
export function apiV3KeyOf(text: string): KeyObject {
  const key = Buffer.from(text, 'utf8');
  if (key.length !== KEY_BYTES) throw new TypeError(`the APIv3 key must be ${KEY_BYTES} bytes`);
  return createSecretKey(key);
}

/** The plaintext, or null when any bit of it was changed, or the key is another. */
export function unseal(resource: SealedResource, key: KeyObject): Buffer | null {
  const sealed = decodeBase64(resource.ciphertext);
  const nonce = Buffer.from(resource.nonce, 'utf8');
  if (!sealed || sealed.length < TAG_BYTES || nonce.length !== NONCE_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(resource.associated_data ?? '', 'utf8'));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

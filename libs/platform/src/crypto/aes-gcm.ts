import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { randomBytes } from '#kernel';

/** Bytes; NIST SP 800-38D recommends 96-bit nonces and a full 128-bit tag. */
const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM: nonce, ciphertext and tag, in this order. Keys are KeyObjects: Node 24 spends 10 µs on finding out that a Buffer is none.
 */
export function encrypt(plaintext: Buffer, key: KeyObject, additionalData: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(additionalData);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when anything was changed: nonce, ciphertext, tag, key or additional data */
export function decrypt(sealed: Buffer, key: KeyObject, additionalData: Buffer): Buffer {
  if (sealed.length < NONCE + TAG) throw new Error('Too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(additionalData);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()]);
}

import { createCipheriv, randomBytes, sign, verify, type KeyLike, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** SHA256withRSA, off the main thread. */
export const signInBackground = promisify<string, Buffer, KeyObject, Buffer>(sign);

/** Whether SHA256withRSA (PKCS#1 v1.5) made `signature` (base64) over `message`. */
export function isSignedBy(publicKey: KeyLike, message: string, signature: string): boolean {
  return verify('sha256', Buffer.from(message), publicKey, Buffer.from(signature, 'base64'));
}

export interface EncryptedResource {
  algorithm: 'AEAD_AES_256_GCM';
  ciphertext: string;
  associated_data: string;
  nonce: string;
}

/** AES-256-GCM with the APIv3 key; the tag stands at the end of the ciphertext. */
export function encryptResource(apiV3Key: string, associatedData: string, plaintext: string): EncryptedResource {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: ciphertext.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}

import { createDecipheriv } from 'node:crypto';
import { decodeBase64 } from '../base64.js';

const KEY_BYTES = 32;
const BLOCK_BYTES = 16;
/** PKCS#7 with blocks of 32 bytes, where AES has 16: Node cannot be asked to remove it. */
const PADDING_BLOCK = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;

export interface DecryptedPush {
  readonly message: Buffer;
  /** Whom it was encrypted for. */
  readonly appId: string;
}

/** @throws TypeError unless it is the 43 characters of 32 bytes */
export function pushKeyOf(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (key.length !== KEY_BYTES) throw new TypeError('the EncodingAESKey must stand for 32 bytes');
  return key;
}

/** Null when it does not decrypt: random bytes, the length of the message, the message, the appid, the padding. */
export function decryptPush(encrypted: string, key: Buffer): DecryptedPush | null {
  const ciphertext = decodeBase64(encrypted);
  if (!ciphertext || ciphertext.length === 0 || ciphertext.length % BLOCK_BYTES !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, BLOCK_BYTES)).setAutoPadding(false);
  const plaintext = withoutPadding(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  if (!plaintext || plaintext.length < RANDOM_BYTES + LENGTH_BYTES) return null;
  const begin = RANDOM_BYTES + LENGTH_BYTES;
  const end = begin + plaintext.readUInt32BE(RANDOM_BYTES);
  if (end > plaintext.length) return null;
  return { message: plaintext.subarray(begin, end), appId: plaintext.subarray(end).toString('utf8') };
}

function withoutPadding(padded: Buffer): Buffer | null {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > PADDING_BLOCK || count > padded.length) return null;
  const padding = padded.subarray(-count);
  return padding.every((byte) => byte === count) ? padded.subarray(0, -count) : null;
}

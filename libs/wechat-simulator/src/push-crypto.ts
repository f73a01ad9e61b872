import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** WeChat pads to blocks of 32 bytes, although those of AES are of 16. */
const blockSize = 32;

/** sha1 over the parts, sorted and joined: `signature` over token, timestamp, nonce; `msg_signature` with Encrypt. */
export function pushSignature(...parts: string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** The key that an EncodingAESKey of 43 characters stands for. */
export function pushKey(encodingAesKey: string): Buffer {
  return Buffer.from(`${encodingAesKey}=`, 'base64');
}

/** Sixteen random bytes, the length, the message, the appid; padded, then AES-256-CBC with the key's own beginning. */
export function encryptPush(message: string, encodingAesKey: string, appId: string): string {
  const key = pushKey(encodingAesKey);
  const content = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const plain = Buffer.concat([randomBytes(16), length, content, Buffer.from(appId)]);
  const padding = blockSize - (plain.length % blockSize);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString(
    'base64',
  );
}

import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { decodeBase64 } from '../base64.js';
import { UserDataRefused } from '../errors.js';
import { jsonObject } from '../json.js';

const BLOCK_BYTES = 16;

/** What `wx.getUserProfile` and its kin hand to a page. */
export interface UserData {
  /** Base64, as `iv`. */
  readonly encryptedData: string;
  readonly iv: string;
  /** Checked when there is a signature. */
  readonly rawData?: string;
  /** `sha1(rawData + session_key)` in hexadecimal. */
  readonly signature?: string;
}

const watermarked = z.object({ watermark: z.object({ appid: z.string() }) });

/** @throws UserDataRefused, which about one in a hundred honest users meets: their session_key was rotated meanwhile */
export function openUserData(data: UserData, sessionKey: string, appId: string): Readonly<Record<string, unknown>> {
  if (data.signature !== undefined && !isSigned(data.rawData ?? '', data.signature, sessionKey)) {
    throw new UserDataRefused('wrong signature');
  }
  const json = jsonObject(decrypted(data, sessionKey));
  const parsed = watermarked.safeParse(json);
  if (!json || !parsed.success) throw new UserDataRefused('does not decrypt');
  if (parsed.data.watermark.appid !== appId) throw new UserDataRefused('watermark of another app');
  return json;
}

// The key is appended as the text it came as, not decoded.
function isSigned(rawData: string, signature: string, sessionKey: string): boolean {
  const expected = createHash('sha1')
    .update(rawData + sessionKey)
    .digest('hex');
  return (
    signature.length === expected.length && timingSafeEqual(Buffer.from(signature, 'latin1'), Buffer.from(expected))
  );
}

function decrypted({ encryptedData, iv }: UserData, sessionKey: string): Buffer {
  const [key, vector, ciphertext] = [sessionKey, iv, encryptedData].map(decodeBase64);
  if (key?.length !== BLOCK_BYTES || vector?.length !== BLOCK_BYTES || !ciphertext)
    throw new UserDataRefused('malformed');
  const decipher = createDecipheriv('aes-128-cbc', key, vector);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw new UserDataRefused('does not decrypt');
  }
}

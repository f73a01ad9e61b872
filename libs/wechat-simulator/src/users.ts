import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { ControlError } from './control-error.js';
import { OneTimeCodes } from './one-time-codes.js';
import type { EncryptedData, EncryptedDataRequest, LoginRequest, PhoneCodeRequest } from './simulator.js';

export interface PhoneNumber {
  openid: string;
  phone: string;
  countryCode: string | number;
}

/**
 * The people who use the mini-program. An openid follows from the user's name alone, so that a shop that keeps its
 * database meets the same people after a restart of the simulator.
 */
export class Users {
  readonly loginCodes: OneTimeCodes<string>;
  readonly phoneCodes: OneTimeCodes<PhoneNumber>;
  private readonly sessionKeys = new Map<string, string>();

  constructor(private readonly now: () => Date) {
    this.loginCodes = new OneTimeCodes(32, now);
    this.phoneCodes = new OneTimeCodes(64, now);
  }

  login(request: LoginRequest): { code: string; openid: string } {
    const openid = openidOf(request);
    return { code: this.loginCodes.issue(openid), openid };
  }

  phoneCode(request: PhoneCodeRequest): { code: string } {
    const openid = openidOf(request);
    const { phone = phoneOf(openid), countryCode = '86' } = request;
    return { code: this.phoneCodes.issue({ openid, phone, countryCode }) };
  }

  /** A new session_key at every login; the one before it is void. */
  rotateSessionKey(openid: string): string {
    const sessionKey = randomBytes(16).toString('base64');
    this.sessionKeys.set(openid, sessionKey);
    return sessionKey;
  }

  encrypt(request: EncryptedDataRequest, appId: string): EncryptedData {
    const openid = openidOf(request);
    const sessionKey = this.sessionKeys.get(openid);
    if (sessionKey === undefined) throw new ControlError('this user has not logged in yet', 409);
    const data = request.data ?? { nickName: '微信用户', openId: openid };
    const rawData = JSON.stringify(data);
    const watermark = { appid: appId, timestamp: Math.floor(this.now().getTime() / 1000) };
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv);
    const plaintext = JSON.stringify({ watermark, ...data });
    return {
      encryptedData: Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]).toString('base64'),
      iv: iv.toString('base64'),
      rawData,
      signature: createHash('sha1')
        .update(rawData + sessionKey)
        .digest('hex'),
    };
  }
}

/** 28 characters, beginning with `o`, the next five the same for all users of an app: as real ones look. */
export function openidOf({ user = 'default', openid }: LoginRequest): string {
  if (openid !== undefined) return openid;
  const letters = createHash('sha256').update(`openid of ${user}`).digest('base64url');
  return `oJ5hi5${letters.slice(0, 22)}`;
}

function phoneOf(openid: string): string {
  const digits = createHash('sha256').update(`phone of ${openid}`).digest().readUInt32BE(0) % 100_000_000;
  return `138${String(digits).padStart(8, '0')}`;
}

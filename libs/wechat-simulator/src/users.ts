import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { ControlError } from './control-error.js';
import { OneTimeCodes } from './one-time-codes.js';
import type { EncryptedData, EncryptedDataRequest, LoginRequest, PhoneCodeRequest } from './control-requests.js';

export interface PhoneNumber {
  openid: string;
  phone: string;
  countryCode: string | number;
}

export interface UserSummary {
  /** Null when the openid was chosen. */
  name: string | null;
  openid: string;
  /** Null until a login code was redeemed. */
  sessionKey: string | null;
  /** The last wx.login: a visit of the mini-program. */
  visitedAt: string;
}

export interface CodeSummary {
  kind: 'login' | 'phone';
  code: string;
  openid: string;
  issuedAt: string;
  status: 'fresh' | 'used' | 'expired';
}

const codesShown = 50;
const realisticOpenid = /^o[\w-]{27}$/;

/**
 * The people who use the mini-program. An openid follows from the user's name alone, so that a shop that keeps its
 * database meets the same people after a restart of the simulator.
 */
export class Users {
  readonly loginCodes: OneTimeCodes<string>;
  readonly phoneCodes: OneTimeCodes<PhoneNumber>;
  private readonly known = new Map<string, { name: string | null; visitedAt: Date; sessionKey: string | null }>();

  constructor(private readonly now: () => Date) {
    this.loginCodes = new OneTimeCodes(32, now);
    this.phoneCodes = new OneTimeCodes(64, now);
  }

  login(request: LoginRequest): { code: string; openid: string } {
    const openid = openidOf(request);
    const name = request.openid === undefined ? (request.user ?? 'default') : (this.known.get(openid)?.name ?? null);
    const sessionKey = this.known.get(openid)?.sessionKey ?? null;
    this.known.set(openid, { name, visitedAt: this.now(), sessionKey });
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
    const { name = null, visitedAt = this.now() } = this.known.get(openid) ?? {};
    this.known.set(openid, { name, visitedAt, sessionKey });
    return sessionKey;
  }

  /** @throws ControlError 409 for somebody who has not logged in */
  sessionKeyOf(openid: string): string {
    const sessionKey = this.known.get(openid)?.sessionKey;
    if (!sessionKey) throw new ControlError('this user has not logged in yet', 409);
    return sessionKey;
  }

  /** Whether the present session_key made this signature over the empty message. */
  ownsSignature(openid: string, signature: string): boolean {
    const sessionKey = this.known.get(openid)?.sessionKey;
    return !!sessionKey && createHmac('sha256', sessionKey).update('').digest('hex') === signature.toLowerCase();
  }

  /** Somebody who was here, or could have been before the simulator was restarted. */
  exists(openid: unknown): openid is string {
    return typeof openid === 'string' && (this.known.has(openid) || realisticOpenid.test(openid));
  }

  visitedSince(openid: string, time: Date): boolean {
    const user = this.known.get(openid);
    return user !== undefined && user.visitedAt >= time;
  }

  encrypt(request: EncryptedDataRequest, appId: string): EncryptedData {
    const openid = openidOf(request);
    const sessionKey = this.sessionKeyOf(openid);
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

  list(): UserSummary[] {
    return [...this.known].map(([openid, { name, visitedAt, sessionKey }]) => {
      return { name, openid, sessionKey, visitedAt: visitedAt.toISOString() };
    });
  }

  /** The last codes of either kind. */
  codes(): CodeSummary[] {
    const logins = this.loginCodes
      .list(codesShown)
      .map(({ value, ...rest }) => ({ kind: 'login' as const, openid: value, ...rest }));
    const phones = this.phoneCodes
      .list(codesShown)
      .map(({ value, ...rest }) => ({ kind: 'phone' as const, openid: value.openid, ...rest }));
    return [...logins, ...phones].sort((a, b) => a.issuedAt.localeCompare(b.issuedAt));
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

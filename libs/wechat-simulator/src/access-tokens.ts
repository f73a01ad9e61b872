import { randomBytes } from 'node:crypto';
import { beijingDay } from './beijing-time.js';
import { MiniProgramError } from './wechat-errors.js';

const lifetimeMs = 7200 * 1000;
const renewEarlyMs = 300 * 1000;
const forcedIntervalMs = 30 * 1000;
const forcedPerDay = 20;
const keptTokens = 20;

interface Token {
  value: string;
  kind: 'stable' | 'plain';
  expiresAt: number;
}

export interface AccessTokenSummary {
  accessToken: string;
  kind: 'stable' | 'plain';
  expiresAt: string;
  valid: boolean;
}

interface Answer {
  access_token: string;
  expires_in: number;
}

/** What both ways of asking for an access_token give; each way knows nothing of the other, and all are accepted. */
export class AccessTokens {
  private stableToken: Token | undefined;
  private plainToken: Token | undefined;
  private issued: Token[] = [];
  private forced = { day: '', count: 0, at: -Infinity };

  constructor(private readonly now: () => Date) {}

  /**
   * The same one until five minutes before it expires; then both are valid for a while.
   * A forced refresh voids the token before it; within 30 s of the last one it changes nothing.
   * @throws MiniProgramError 45009 for the 21st forced refresh of a day
   */
  stable(forceRefresh: boolean): Answer {
    const now = this.now().getTime();
    if (forceRefresh && this.mayForce(now)) {
      if (this.stableToken) this.stableToken.expiresAt = -Infinity;
      this.stableToken = this.make('stable', now);
    }
    if (!this.stableToken || this.stableToken.expiresAt - now <= renewEarlyMs) {
      this.stableToken = this.make('stable', now);
    }
    return answer(this.stableToken, now);
  }

  /** A new one at every call; the one before it lives for five more minutes. */
  plain(): Answer {
    const now = this.now().getTime();
    if (this.plainToken) this.plainToken.expiresAt = Math.min(this.plainToken.expiresAt, now + renewEarlyMs);
    this.plainToken = this.make('plain', now);
    return answer(this.plainToken, now);
  }

  /** Every token is void from now on, as after a reset of the app's secret: 40001. */
  revokeAll(): void {
    for (const token of this.issued) token.expiresAt = -Infinity;
    this.stableToken = undefined;
    this.plainToken = undefined;
  }

  /** @throws MiniProgramError 41001, 40001 or 42001 */
  check(value: string | null): void {
    if (!value) throw new MiniProgramError(41001, 'access_token missing');
    const token = this.issued.find((candidate) => candidate.value === value);
    if (!token || token.expiresAt === -Infinity) {
      throw new MiniProgramError(40001, 'invalid credential, access_token is invalid or not latest');
    }
    if (token.expiresAt <= this.now().getTime()) throw new MiniProgramError(42001, 'access_token expired');
  }

  list(): AccessTokenSummary[] {
    const now = this.now().getTime();
    return this.issued.map(({ value, kind, expiresAt }) => ({
      accessToken: value,
      kind,
      expiresAt: new Date(expiresAt === -Infinity ? 0 : expiresAt).toISOString(),
      valid: expiresAt > now,
    }));
  }

  private mayForce(now: number): boolean {
    const day = beijingDay(this.now());
    if (this.forced.day !== day) this.forced = { ...this.forced, day, count: 0 };
    if (now - this.forced.at < forcedIntervalMs) return false;
    if (this.forced.count >= forcedPerDay) throw new MiniProgramError(45009, 'reach max api daily quota limit');
    this.forced = { day, count: this.forced.count + 1, at: now };
    return true;
  }

  private make(kind: Token['kind'], now: number): Token {
    const token = { value: `86_${randomBytes(100).toString('base64url')}`, kind, expiresAt: now + lifetimeMs };
    this.issued = [...this.issued.slice(1 - keptTokens), token];
    return token;
  }
}

function answer({ value, expiresAt }: Token, now: number): Answer {
  return { access_token: value, expires_in: Math.floor((expiresAt - now) / 1000) };
}

import { randomBytes } from 'node:crypto';
import { beijingDay } from './beijing-time.js';
import { MiniProgramError } from './wechat-errors.js';

const lifetimeMs = 7200 * 1000;
const renewEarlyMs = 300 * 1000;
const forcedIntervalMs = 30 * 1000;
const forcedPerDay = 20;

interface Token {
  value: string;
  expiresAt: number;
}

/** The stable access_token: the same one until five minutes before it expires; then both are valid for a while. */
export class AccessTokens {
  private current: Token | undefined;
  private previous: Token | undefined;
  private forced = { day: '', count: 0, at: -Infinity };

  constructor(private readonly now: () => Date) {}

  /** A forced refresh voids the token before it; within 30 s of the last one it changes nothing. */
  stable(forceRefresh: boolean): { access_token: string; expires_in: number } {
    const now = this.now().getTime();
    if (forceRefresh && this.mayForce(now)) {
      this.current = this.make(now);
      this.previous = undefined;
    }
    if (!this.current || this.current.expiresAt - now <= renewEarlyMs) {
      this.previous = this.current;
      this.current = this.make(now);
    }
    return { access_token: this.current.value, expires_in: Math.floor((this.current.expiresAt - now) / 1000) };
  }

  /** @throws MiniProgramError 41001, 40001 or 42001 */
  check(value: string | null): void {
    if (!value) throw new MiniProgramError(41001, 'access_token missing');
    const token = [this.current, this.previous].find((candidate) => candidate?.value === value);
    if (!token) throw new MiniProgramError(40001, 'invalid credential, access_token is invalid or not latest');
    if (token.expiresAt <= this.now().getTime()) throw new MiniProgramError(42001, 'access_token expired');
  }

  private mayForce(now: number): boolean {
    const day = beijingDay(this.now());
    if (this.forced.day !== day) this.forced = { ...this.forced, day, count: 0 };
    if (now - this.forced.at < forcedIntervalMs) return false;
    if (this.forced.count >= forcedPerDay) throw new MiniProgramError(45009, 'reach max api daily quota limit');
    this.forced = { day, count: this.forced.count + 1, at: now };
    return true;
  }

  private make(now: number): Token {
    return { value: `86_${randomBytes(100).toString('base64url')}`, expiresAt: now + lifetimeMs };
  }
}

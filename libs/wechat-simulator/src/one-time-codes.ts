import { randomBytes } from 'node:crypto';

const lifetimeMs = 5 * 60 * 1000;

export type Redeemed<T> = { outcome: 'valid'; value: T } | { outcome: 'unknown' | 'expired' | 'used' };

export interface IssuedCode<T> {
  code: string;
  value: T;
  issuedAt: string;
  status: 'fresh' | 'used' | 'expired';
}

/** Codes that work once and for five minutes, as both wx.login and the getPhoneNumber button give them. */
export class OneTimeCodes<T> {
  private readonly issued = new Map<string, { value: T; at: number; used: boolean }>();

  constructor(
    private readonly length: number,
    private readonly now: () => Date,
  ) {}

  issue(value: T): string {
    const code = randomBytes(this.length).toString('base64url').slice(0, this.length);
    this.issued.set(code, { value, at: this.now().getTime(), used: false });
    return code;
  }

  /** `accept` may refuse the code to its bearer without spending it. */
  redeem(code: string, accept: (value: T) => boolean = () => true): Redeemed<T> {
    const found = this.issued.get(code);
    if (!found || !accept(found.value)) return { outcome: 'unknown' };
    if (found.used) return { outcome: 'used' };
    if (this.now().getTime() - found.at >= lifetimeMs) return { outcome: 'expired' };
    found.used = true;
    return { outcome: 'valid', value: found.value };
  }

  /** The last ones given out. */
  list(count: number): IssuedCode<T>[] {
    const now = this.now().getTime();
    return [...this.issued].slice(-count).map(([code, { value, at, used }]) => {
      const status = used ? 'used' : now - at >= lifetimeMs ? 'expired' : 'fresh';
      return { code, value, issuedAt: new Date(at).toISOString(), status };
    });
  }
}

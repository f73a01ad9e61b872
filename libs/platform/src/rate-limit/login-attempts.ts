import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { TooManyRequests } from '#platform/http';
import { hashed } from './client-address.js';
import type { Limiter } from './limiter.js';
import { RateLimiters } from './rate-limiters.js';

/** RATE_LIMIT_LOGIN_PER_MINUTE: by client (see LimitedAsLogin) and, once it is known, by who signs in. */
@Injectable()
export class LoginAttempts {
  /** Null when the limit is switched off. */
  readonly limiter: Limiter | null;

  constructor(limiters: RateLimiters, { rateLimit: { loginPerMinute } }: Config) {
    const options = { name: 'logins', points: loginPerMinute, seconds: 60, refusesByItself: true };
    this.limiter = loginPerMinute > 0 ? limiters.limiter(options) : null;
  }

  /** @throws TooManyRequests */
  async count(account: string): Promise<void> {
    const quota = await this.limiter?.count(`account:${hashed(account)}`);
    if (quota?.exceeded) throw new TooManyRequests([quota]);
  }
}

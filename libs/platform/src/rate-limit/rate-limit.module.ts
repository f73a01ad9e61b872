import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import type { Config } from '#platform/config';
import { RequestLimits } from '#platform/http';
import { CountedRequests } from './counted-requests.js';
import { LoginAttempts } from './login-attempts.js';
import { RateLimiters } from './rate-limiters.js';

/** `RateLimiters` and `LoginAttempts` for every module; counts requests unless both limits are switched off. */
@Module({})
export class RateLimitModule {
  static forRoot({ rateLimit }: Pick<Config, 'rateLimit'>): DynamicModule {
    const isOn = rateLimit.perMinute > 0 || rateLimit.loginPerMinute > 0;
    const counting: Provider[] = isOn ? [{ provide: RequestLimits, useClass: CountedRequests }] : [];
    return {
      module: RateLimitModule,
      global: true,
      providers: [RateLimiters, LoginAttempts, ...counting],
      exports: [RateLimiters, LoginAttempts, ...counting.map(() => RequestLimits)],
    };
  }
}

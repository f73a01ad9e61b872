/** What a limiter answers. */
export type { Quota } from '#platform/http';
export { clientAddress, hashed } from './client-address.js';
export { Limiter } from './limiter.js';
export { LoginAttempts } from './login-attempts.js';
export { LimitedAsLogin } from './login-limit.js';
export { RateLimitModule } from './rate-limit.module.js';
export { RateLimiters } from './rate-limiters.js';

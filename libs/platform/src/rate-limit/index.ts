export { clientAddress, hashed } from './client-address.js';
export { Limiter, type LimiterOptions } from './limiter.js';
export { LoginAttempts } from './login-attempts.js';
export { LimitedAsLogin, type TriedFor } from './login-limit.js';
export { RateLimitModule } from './rate-limit.module.js';
export { RateLimiters } from './rate-limiters.js';

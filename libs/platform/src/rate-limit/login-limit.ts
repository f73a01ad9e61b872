import { SetMetadata } from '@nestjs/common';

export const LOGIN_LIMIT = 'jishi:login-limit';

/** What in a body tells, before anybody has checked it, for whom a login is tried; null when nothing does. */
export type TriedFor = (body: unknown) => string | null;

/**
 * Counts requests to this route against RATE_LIMIT_LOGIN_PER_MINUTE as well: by client and, where the body tells, by
 * whom they are for. That must be something only the rightful sender knows, or others could use up their allowance.
 */
export const LimitedAsLogin = (triedFor: TriedFor = () => null) => SetMetadata(LOGIN_LIMIT, triedFor);

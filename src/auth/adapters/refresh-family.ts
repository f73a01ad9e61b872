import { RefreshToken } from '../domain/refresh-token.js';

/**
 * The session a body asks to refresh, with the part of the token that only its bearer has. Counted before the token is
 * redeemed: refused afterwards it would be spent.
 */
export function familyIn(body: unknown): string | null {
  const { refreshToken } = (body ?? {}) as { refreshToken?: unknown };
  const token = typeof refreshToken === 'string' ? RefreshToken.parse(refreshToken) : null;
  return token && `${token.sessionId}.${token.family}`;
}

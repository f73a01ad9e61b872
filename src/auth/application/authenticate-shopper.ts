import { Injectable } from '@nestjs/common';
import type { Shopper } from '#platform/principals';
import type { Original } from '#platform/revocation';
import { AccessTokenRefused } from '../domain/errors.js';
import { sessionsOf } from '../domain/session.js';
import { type AccessClaims, AccessTokens } from './access-tokens.js';
import { LiveSessions } from './live-sessions.js';
import { Secrets } from './secrets.js';
import { VerifiedShoppers } from './verified-shoppers.js';

/** Tells who sent a request. A token is only as good as its session, which may be revoked before the token expires. */
@Injectable()
export class AuthenticateShopper {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly sessions: LiveSessions,
    private readonly secrets: Secrets,
    private readonly verified: VerifiedShoppers,
  ) {}

  /** Who this process knows already by this token. */
  peek(accessToken: string): Shopper | null {
    return this.verified.peek(this.secrets.digest(accessToken));
  }

  /** @throws AccessTokenExpired, AccessTokenRefused */
  async execute(accessToken: string): Promise<Shopper> {
    const key = this.secrets.digest(accessToken);
    const known = this.verified.peek(key);
    if (known) return known;
    // Whatever lies in Redis, a token that is not ours opens nothing.
    const claims = this.accessTokens.verify(accessToken);
    const shopper = await this.verified.find(key, () => this.shopperOf(claims));
    if (!shopper) throw new AccessTokenRefused();
    return shopper;
  }

  private async shopperOf({ userId, sessionId, expiresAt }: AccessClaims): Promise<Original<Shopper> | null> {
    const session = await this.sessions.find(sessionId);
    if (session?.userId !== userId) return null;
    return {
      value: { kind: 'shopper', id: userId, sessionId, account: session.account },
      subject: sessionsOf(userId),
      expiresAt: session.expiresAt < expiresAt ? session.expiresAt : expiresAt,
    };
  }
}

import { Injectable } from '@nestjs/common';
import type { Shopper } from '#platform/http';
import { AccessTokenRefused } from '../domain/errors.js';
import { AccessTokens } from './access-tokens.js';
import { LiveSessions } from './live-sessions.js';

/** Tells who sent a request. A token is only as good as its session, which may be revoked before the token expires. */
@Injectable()
export class AuthenticateShopper {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly sessions: LiveSessions,
  ) {}

  /** @throws AccessTokenExpired, AccessTokenRefused */
  async execute(accessToken: string): Promise<Shopper> {
    const { userId, sessionId } = this.accessTokens.verify(accessToken);
    const session = await this.sessions.find(sessionId);
    if (session?.userId !== userId) throw new AccessTokenRefused();
    return { kind: 'shopper', id: userId, sessionId, account: session.account };
  }
}

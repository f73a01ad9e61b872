import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import type { RefreshToken } from '../domain/refresh-token.js';
import type { SessionState } from '../domain/session.js';
import { AccessTokens } from './access-tokens.js';

/** What a client signs its requests with from now on. Lifetimes in seconds. */
export interface Grant {
  readonly tokenType: 'Bearer';
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly refreshExpiresIn: number;
}

@Injectable()
export class Grants {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly config: Config,
  ) {}

  /** For a session that was opened, or refreshed, this moment. */
  for(
    userId: string,
    refreshToken: RefreshToken,
    { lastSeenAt, expiresAt }: Pick<SessionState, 'lastSeenAt' | 'expiresAt'>,
  ): Grant {
    const { accessTtl } = this.config.auth;
    return {
      tokenType: 'Bearer',
      accessToken: this.accessTokens.issue({ userId, sessionId: refreshToken.sessionId }),
      expiresIn: Math.floor(accessTtl / 1000),
      refreshToken: refreshToken.toString(),
      refreshExpiresIn: Math.floor((expiresAt.getTime() - lastSeenAt.getTime()) / 1000),
    };
  }
}

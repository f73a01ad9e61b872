import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Actor, AuditLog } from '#platform/audit';
import { Config } from '#platform/config';
import { RefreshTokenInvalid, RefreshTokenReused, SessionNotFound } from '../domain/errors.js';
import { RefreshToken } from '../domain/refresh-token.js';
import type { Device, Redemption, SessionState } from '../domain/session.js';
import { Sessions } from '../domain/sessions.js';
import { type Grant, Grants } from './grants.js';
import { Secrets } from './secrets.js';

export interface RefreshSessionCommand {
  readonly refreshToken: string;
  readonly device: Device;
  readonly actor: Actor;
}

/** Trades a refresh token for the next pair of tokens. Of requests that bring the same token one at most succeeds. */
@Injectable()
export class RefreshSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly secrets: Secrets,
    private readonly grants: Grants,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws RefreshTokenInvalid, RefreshTokenReused */
  async execute({ refreshToken, device, actor }: RefreshSessionCommand): Promise<Grant> {
    const presented = RefreshToken.parse(refreshToken);
    if (!presented) throw new RefreshTokenInvalid();
    const next = presented.followedBy(this.secrets.next());
    const { redemption, session } = await this.redeem(presented, next, device);
    if (redemption === 'reused') {
      this.audit.note({
        type: 'auth.token-reused',
        actor,
        subject: session.userId,
        facts: { session: presented.sessionId },
      });
      // Thrown only now: the revocation has to be saved.
      throw new RefreshTokenReused();
    }
    return this.grants.for(session.userId, next, session);
  }

  private async redeem(
    presented: RefreshToken,
    next: RefreshToken,
    device: Device,
  ): Promise<{ redemption: Redemption; session: SessionState }> {
    const digests = { family: this.secrets.digest(presented.family), secret: this.secrets.digest(presented.secret) };
    const { refreshTtl: ttl, sessionMaxAge: maxAge } = this.config.auth;
    const lifetimes = { ttl, maxAge };
    const nextDigest = this.secrets.digest(next.secret);
    try {
      return await this.sessions.change(presented.sessionId, (session) => {
        const redemption = session.redeem(digests, nextDigest, device, this.clock.now(), lifetimes);
        return { redemption, session: session.snapshot() };
      });
    } catch (error) {
      throw error instanceof SessionNotFound ? new RefreshTokenInvalid() : error;
    }
  }
}

import { RefreshTokenInvalid, SessionNotFound } from './errors.js';

/** What a client says about itself; empty where it says nothing. */
export interface Device {
  readonly userAgent: string;
  readonly ip: string;
}

/** Digests of the two secret parts of a refresh token; the parts themselves are kept by the client alone. */
export interface TokenDigests {
  readonly family: string;
  readonly secret: string;
}

export interface SessionState {
  readonly id: string;
  readonly userId: string;
  /** See Identity; kept here so that one look answers who is asking. */
  readonly account: string;
  readonly device: Device;
  readonly createdAt: Date;
  /** The last refresh. */
  readonly lastSeenAt: Date;
  /** Of the one refresh token that is good now. */
  readonly token: TokenDigests;
  /** Slides with each refresh, as far as the session may grow old. */
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** Milliseconds. */
export interface SessionLifetimes {
  /** How long a refresh token is good for. */
  readonly ttl: number;
  /** How long a session may go on, however often it is refreshed. */
  readonly maxAge: number;
}

/** What a revocation of a user's sessions names. */
export function sessionsOf(userId: string): string {
  return `user:${userId}`;
}

export type Redemption = 'rotated' | 'reused';

/** One sign-in on one device: the family of refresh tokens that follow one another. Once revoked it never changes again. */
export class Session {
  private constructor(private state: SessionState) {}

  static open(
    who: { id: string; userId: string; account: string },
    token: TokenDigests,
    device: Device,
    now: Date,
    lifetimes: SessionLifetimes,
  ): Session {
    const expiresAt = expiry(now, now, lifetimes);
    return new Session({ ...who, token, device, createdAt: now, lastSeenAt: now, expiresAt, revokedAt: null });
  }

  static restore(state: SessionState): Session {
    return new Session(state);
  }

  snapshot(): SessionState {
    return this.state;
  }

  /**
   * Spends the current refresh token and makes `next` the current one. A token that was spent before revokes the
   * session: who stole it cannot be told from whom it was stolen from (RFC 9700, 4.14.2).
   * @param next digest of the secret of the next token
   * @throws RefreshTokenInvalid when the token is none of this session, or the session is over
   */
  redeem(presented: TokenDigests, next: string, device: Device, now: Date, lifetimes: SessionLifetimes): Redemption {
    const { token, createdAt, expiresAt, revokedAt } = this.state;
    if (presented.family !== token.family || expiresAt <= now) throw new RefreshTokenInvalid();
    if (presented.secret !== token.secret) {
      this.revoke(now);
      return 'reused';
    }
    if (revokedAt) throw new RefreshTokenInvalid();
    this.state = {
      ...this.state,
      device,
      token: { ...token, secret: next },
      lastSeenAt: now,
      expiresAt: expiry(createdAt, now, lifetimes),
    };
    return 'rotated';
  }

  /** Asking twice is harmless. */
  revoke(now: Date): void {
    this.state = { ...this.state, revokedAt: this.state.revokedAt ?? now };
  }

  /** @throws SessionNotFound for anybody else's session, and for one that is over */
  liveOf(userId: string, now: Date): this {
    const { userId: owner, expiresAt, revokedAt } = this.state;
    if (owner !== userId || revokedAt || expiresAt <= now) throw new SessionNotFound();
    return this;
  }
}

function expiry(createdAt: Date, now: Date, { ttl, maxAge }: SessionLifetimes): Date {
  return new Date(Math.min(now.getTime() + ttl, createdAt.getTime() + maxAge));
}

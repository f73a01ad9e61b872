/** Whom a session belongs to. */
export interface LiveSession {
  readonly userId: string;
  readonly account: string;
  readonly expiresAt: Date;
}

/** Asked on every request of a shopper. */
export abstract class LiveSessions {
  /** Null when there is no such session, or it is revoked or expired. */
  abstract find(sessionId: string): Promise<LiveSession | null>;
}

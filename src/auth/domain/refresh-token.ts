const FORM = /^[0-9A-HJKMNP-TV-Z]{26}\.[\w-]{43}\.[\w-]{43}$/;

/**
 * What a client trades for its next access token, once.
 * `family` stays the same for the session's life and proves that the bearer held a token of it: only then does a wrong
 * `secret` mean a spent token. Otherwise anybody who guesses a session id could have that session revoked.
 */
export class RefreshToken {
  constructor(
    readonly sessionId: string,
    readonly family: string,
    readonly secret: string,
  ) {}

  /** Null when the text cannot be a refresh token. */
  static parse(text: string): RefreshToken | null {
    if (!FORM.test(text)) return null;
    const [sessionId, family, secret] = text.split('.') as [string, string, string];
    return new RefreshToken(sessionId, family, secret);
  }

  followedBy(secret: string): RefreshToken {
    return new RefreshToken(this.sessionId, this.family, secret);
  }

  toString(): string {
    return `${this.sessionId}.${this.family}.${this.secret}`;
  }
}

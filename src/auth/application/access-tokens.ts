/** What an access token says: who asks, in which session. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

export abstract class AccessTokens {
  abstract issue(claims: Omit<AccessClaims, 'expiresAt'>): string;

  /**
   * Whether the session still lives is another question.
   * @throws AccessTokenExpired, AccessTokenRefused
   */
  abstract verify(token: string): AccessClaims;
}

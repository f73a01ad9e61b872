const MINUTE = 60_000;

/** Which account at WeChat belongs to which user, with the key WeChat last gave for that account's data. */
export interface Identity {
  readonly userId: string;
  /** The account as WeChat names it to this shop. Differs by case alone: another account. */
  readonly account: string;
  /** The person across all apps of one owner; null where WeChat does not tell. */
  readonly unionAccount: string | null;
  /**
   * Opens what WeChat encrypts for this account. Secret: it never leaves the server. Null until the first one is kept,
   * and where it could not be encrypted when WeChat gave it.
   */
  readonly sessionKey: string | null;
  /** When WeChat last answered for this account. */
  readonly answeredAt: Date;
}

/** No answer that is kept is dated further ahead of a new one: what is, was by a clock that has been set back since. */
export function furthestAheadOf(answeredAt: Date): Date {
  return new Date(answeredAt.getTime() + MINUTE);
}

/** Who WeChat says is signing in. */
export interface WechatAccount {
  readonly account: string;
  readonly unionAccount: string | null;
  /** Secret: see Identity. */
  readonly sessionKey: string;
}

export abstract class WechatLogin {
  /**
   * Trades the one-time code of a mini-program for the account behind it; never tried twice with one code.
   * @throws LoginCodeInvalid, AccountBlocked, WechatUnavailable, WechatLimitReached
   */
  abstract identify(code: string): Promise<WechatAccount>;
}

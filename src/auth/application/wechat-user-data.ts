/** What a page of the mini-program was given about its user, encrypted by WeChat. */
export interface EncryptedUserData {
  /** Base64, as `iv`. */
  readonly encryptedData: string;
  readonly iv: string;
  /** Checked together with `signature`, where that is given. */
  readonly rawData?: string | undefined;
  readonly signature?: string | undefined;
}

export abstract class WechatUserData {
  /**
   * Checks signature and watermark, and decrypts.
   * @throws WechatDataUnreadable
   */
  abstract open(data: EncryptedUserData, sessionKey: string): Readonly<Record<string, unknown>>;
}

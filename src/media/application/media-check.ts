/** Somebody who looks at the pictures of shoppers and tells later what they saw. */
export abstract class MediaCheck {
  /** Whether they look at all. */
  abstract readonly isOn: boolean;

  /**
   * Has a picture looked at; the verdict comes under the reference that is answered. Null: nobody will look at this one.
   * @param url where it can be seen
   * @param account the uploader's account at WeChat
   * @throws WechatUnavailable, WechatLimitReached: to be tried again
   */
  abstract submit(url: string, account: string): Promise<string | null>;
}

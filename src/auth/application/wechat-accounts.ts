/** How WeChat names the shop's users, for contexts that write to them. */
export abstract class WechatAccounts {
  /** Null: erased, or nobody who ever signed in. */
  abstract accountOf(userId: string): Promise<string | null>;
}

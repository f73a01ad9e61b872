/** A signed-in shopper. */
export interface Shopper {
  readonly kind: 'shopper';
  /** User id. */
  readonly id: string;
  readonly sessionId: string;
  /** The shopper's account at WeChat, as WeChat names it to this shop; handed to WeChat, never to clients. */
  readonly account: string;
}

/** A signed-in member of staff. */
export interface Staff {
  readonly kind: 'staff';
  readonly id: string;
  readonly sessionId: string;
  readonly username: string;
  readonly role: string;
  readonly permissions: ReadonlySet<string>;
}

export type Principal = Shopper | Staff;

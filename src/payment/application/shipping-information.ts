export interface ShippedGoods {
  /** The provider's number of the transaction that paid for them. */
  readonly transactionId: string;
  /** The payer's account at the provider. */
  readonly account: string;
  /** As staff wrote it: a name or a code. */
  readonly carrier: string;
  readonly trackingNo: string;
  /** At most 120 characters. */
  readonly itemDescription: string;
  /** The receiver's number, masked; null without an address. */
  readonly contact: string | null;
  readonly shippedAt: Date;
}

/** Tells the payment provider that goods are on their way; it holds the merchant's money back until it knows. */
export abstract class ShippingInformation {
  /**
   * Safe to repeat. Null when the provider knows; else why it never will.
   * @throws WechatUnavailable, WechatLimitReached to be tried again
   */
  abstract tell(goods: ShippedGoods): Promise<string | null>;
}

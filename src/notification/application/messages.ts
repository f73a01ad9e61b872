/** What shoppers can ask to hear of. */
export type Topic = 'order-paid' | 'order-shipped' | 'order-refunded';

export interface OrderNews {
  readonly topic: Topic;
  readonly orderId: string;
  /** Names of the goods. */
  readonly products: string;
  readonly totalFen: number;
  readonly at: Date;
  /** Of goods on their way. */
  readonly shipment: { readonly carrier: string; readonly trackingNo: string } | null;
}

/** Short messages to shoppers. */
export abstract class Messages {
  /** Whether the shop sends messages about this. */
  abstract areSentAbout(topic: Topic): boolean;

  /**
   * Sends news to whom asked for it; who did not hears nothing. What can never be sent is logged for the operator. Not
   * inside a transaction.
   * @throws WechatUnavailable, WechatLimitReached: it may work later
   */
  abstract send(account: string, news: OrderNews): Promise<void>;
}

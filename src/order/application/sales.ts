import type { BeijingDay } from '#kernel';

/** A payment of the day. Pages are sorted by `paidAt`, then by `paymentId`. */
export interface PaidFor {
  readonly paymentId: string;
  readonly orderId: string;
  readonly paidAt: Date;
}

/** What was sold to whom, as far as somebody who counts may know it: neither who they are nor a number the order could be found by. */
export interface Sale {
  readonly paidAt: Date;
  /** Pseudonym: the same for the same person as in `npm run export:analytics`. */
  readonly customer: string;
  /** Their first order that was paid, of those that are kept, is of this day. */
  readonly isNewCustomer: boolean;
  /** No other order of theirs was paid earlier on this day. */
  readonly isFirstOfDay: boolean;
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly totalFen: number;
  readonly items: readonly {
    readonly skuId: string;
    readonly productName: string;
    readonly skuName: string;
    readonly quantity: number;
    readonly unitPriceFen: number;
    readonly discountFen: number;
  }[];
}

/** What the order context answers to whoever reports on a day. */
export abstract class Sales {
  /**
   * The sales these payments paid for, in the same order; money that came too late for its order, and goes back, paid for none.
   * @param payments a page of those of `day`
   * @param before the last payment of the page before
   * @throws KeysUnavailable
   */
  abstract paidBy(payments: readonly PaidFor[], day: BeijingDay, before: PaidFor | null): Promise<readonly Sale[]>;
}

import type { BeijingDay } from '#kernel';

/** A SKU of which there was nothing for sale any more. */
export interface StockOut {
  readonly skuId: string;
  /** When the last unit was taken for the first time on that day. */
  readonly at: Date;
  /** How often it came to that on that day. */
  readonly times: number;
  /** Whether there is nothing for sale at the moment of asking. */
  readonly isOut: boolean;
}

/** What the inventory context answers to whoever reports on a day. */
export abstract class StockHistory {
  /**
   * Looks at up to `limit` SKUs, by id, for those that ran out on a day that is over: by the ledger, in its own sequence. `last` is
   * the SKU to go on after; null once all were looked at.
   * @param after the SKU the page before ended with
   */
  abstract stockOuts(
    day: BeijingDay,
    after: string | null,
    limit: number,
  ): Promise<{ readonly found: readonly StockOut[]; readonly last: string | null }>;
}

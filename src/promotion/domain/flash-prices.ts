import type { Uses } from './discounts.js';
import type { FlashPrice } from './flash-price.js';

/** When a flash price is in force, for whoever keeps a copy. */
export interface FlashWindow {
  readonly id: string;
  readonly skuId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Units by flash price and shopper. */
export type Holdings = (flashPriceId: string, customerId: string) => number;

export abstract class FlashPrices {
  /** Saves a new one, in the caller's transaction where there is one. */
  abstract add(price: FlashPrice): Promise<void>;

  /**
   * Loads and locks, lets `mutate` decide, saves all but what is sold: one transaction.
   * @throws FlashPriceNotFound
   */
  abstract change(id: string, mutate: (price: FlashPrice) => void): Promise<FlashPrice>;

  /** Those that are in force at `from` or begin before `until`, and are not closed. */
  abstract windows(from: Date, until: Date): Promise<readonly FlashWindow[]>;

  /** Those of `ids` that are there. With `lock` nobody changes them before the caller's transaction ends. */
  abstract find(ids: readonly string[], lock: boolean): Promise<readonly FlashPrice[]>;

  /** Units that these shoppers have of these flash prices and have not given back. */
  abstract holdings(ids: readonly string[], customerIds: readonly string[]): Promise<Holdings>;

  /** Counts the units orders take, of locked flash prices, in the caller's transaction. */
  abstract take(uses: readonly Uses[], now: Date): Promise<void>;

  /** Gives back what an order took, once, in the caller's transaction. */
  abstract giveBack(orderId: string, now: Date): Promise<void>;
}

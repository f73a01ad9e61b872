import type { TakeOut } from './take-out.js';

export abstract class TakeOuts {
  /** Locks what is known of the order, be it nothing, lets `mutate` decide and saves: one transaction, or the caller's. */
  abstract change(orderId: string, mutate: (takeOut: TakeOut) => Promise<void>): Promise<void>;
}

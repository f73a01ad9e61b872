import type { PaymentRefund } from './payment-refund.js';

export interface Sibling {
  readonly amountFen: number;
  /** When the provider was last asked to take it on; null as long as it certainly has not. */
  readonly sentAt: Date | null;
}

export abstract class PaymentRefunds {
  /** Saves a new refund in the caller's transaction; false, and nothing saved, when it is there already. */
  abstract add(refund: PaymentRefund): Promise<boolean>;

  /** Loads and locks, lets `mutate` decide, saves with the recorded events: one transaction. */
  abstract change<T>(id: string, mutate: (refund: PaymentRefund) => T): Promise<T>;

  abstract find(id: string): Promise<PaymentRefund | null>;

  /** Refunds it is time to see about, each once for every process: new ones at once, then along WeChat's schedule. */
  abstract claimUnsettled(limit: number, now: Date): Promise<PaymentRefund[]>;

  /** Remembers that the provider is asked to take it on, before it is. */
  abstract noteSending(id: string, now: Date): Promise<void>;

  /** Remembers that the provider has not taken it on; it is seen about again by then, whatever the schedule says. */
  abstract noteRefusal(id: string, again: Date): Promise<void>;

  /** The other refunds of its payment that have not failed. */
  abstract siblingsOf(refund: PaymentRefund): Promise<Sibling[]>;
}

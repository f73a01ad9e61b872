import type { PaymentRefund } from './payment-refund.js';

export abstract class PaymentRefunds {
  /** Saves a new refund in the caller's transaction; false, and nothing saved, when it is there already. */
  abstract add(refund: PaymentRefund): Promise<boolean>;

  /** Loads and locks, lets `mutate` decide, saves with the recorded events: one transaction. */
  abstract change<T>(id: string, mutate: (refund: PaymentRefund) => T): Promise<T>;

  abstract find(id: string): Promise<PaymentRefund | null>;

  /** Refunds it is time to see about, each once for every process: new ones at once, then along WeChat's schedule. */
  abstract claimUnsettled(limit: number, now: Date): Promise<PaymentRefund[]>;
}

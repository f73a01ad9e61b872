import type { Payment } from './payment.js';

/** The provider's transaction belongs to another attempt already. */
export class TransactionTaken extends Error {
  override readonly name = 'TransactionTaken';
}

export abstract class Payments {
  /** Saves a new attempt; false, and nothing saved, when its order has an open one. */
  abstract add(payment: Payment): Promise<boolean>;

  /**
   * Loads and locks, lets `mutate` decide, saves with the recorded events: one transaction.
   * @throws TransactionTaken
   */
  abstract change<T>(id: string, mutate: (payment: Payment) => T): Promise<T>;

  abstract byAttemptNo(attemptNo: string): Promise<Payment | null>;

  /** Those of these numbers that there are, in no order. */
  abstract withAttemptNos(attemptNos: readonly string[]): Promise<Payment[]>;

  /** Payments that arrived from `from` to before `to`, by the provider's clock, oldest first; those that come after `last`. */
  abstract paidBetween(from: Date, to: Date, last: Payment | null, limit: number): Promise<Payment[]>;

  /** The attempt that the provider's transaction paid. */
  abstract byTransactionId(transactionId: string): Promise<Payment | null>;

  /** All attempts to pay for an order, newest first. */
  abstract ofOrder(orderId: string): Promise<Payment[]>;

  /** @throws Error when there is none: ids come from our own events */
  abstract get(id: string): Promise<Payment>;

  /** Open attempts it is time to ask the provider about, each once for every process, along WeChat's schedule. */
  abstract claimUnsettled(limit: number, now: Date): Promise<Payment[]>;
}

import type { BeijingDay } from '#kernel';

/** Money that arrived for an order. */
export interface Taking {
  readonly paymentId: string;
  readonly orderId: string;
  /** By the payment provider's clock. */
  readonly paidAt: Date;
}

/** Money that went back. */
export interface Repayment {
  readonly refundId: string;
  readonly amountFen: number;
  /** By the payment provider's clock. */
  readonly refundedAt: Date;
}

/** What the payment context answers to whoever reports on a day: page by page, oldest first, by when and then by id. */
export abstract class Takings {
  /** How many there are of that day at this moment. */
  abstract count(day: BeijingDay): Promise<{ readonly payments: number; readonly refunds: number }>;

  /** @param last of the page before */
  abstract payments(day: BeijingDay, last: Taking | null, limit: number): Promise<readonly Taking[]>;

  /** Refunds that succeeded on that day, whenever they were paid for. @param last of the page before */
  abstract refunds(day: BeijingDay, last: Repayment | null, limit: number): Promise<readonly Repayment[]>;
}

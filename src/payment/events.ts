import type { DomainEvent } from '#kernel';

/** The shopper's money for an order has arrived. */
export interface PaymentSucceeded extends DomainEvent {
  readonly type: 'payment.succeeded';
  readonly paymentId: string;
  readonly orderId: string;
  readonly amountFen: number;
  /** When the money arrived, by the payment provider's clock. ISO 8601. */
  readonly paidAt: string;
}

export type PaymentEvent = PaymentSucceeded;

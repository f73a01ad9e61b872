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

/** The payment provider says that the shopper has the goods. */
export interface GoodsReceived extends DomainEvent {
  readonly type: 'payment.goods-received';
  readonly paymentId: string;
  readonly orderId: string;
}

/** The payment provider has taken a refund on. */
export interface RefundStarted extends DomainEvent {
  readonly type: 'payment.refund-started';
  readonly refundId: string;
  readonly orderId: string;
}

/** The money is back with the shopper. */
export interface RefundSucceeded extends DomainEvent {
  readonly type: 'payment.refund-succeeded';
  readonly refundId: string;
  readonly orderId: string;
  readonly amountFen: number;
  /** By the payment provider's clock. ISO 8601. */
  readonly refundedAt: string;
}

/** The payment provider will not send the money back. */
export interface RefundFailed extends DomainEvent {
  readonly type: 'payment.refund-failed';
  readonly refundId: string;
  readonly orderId: string;
  /** The provider's code. */
  readonly reason: string;
}

export type PaymentEvent = PaymentSucceeded | GoodsReceived;
export type RefundEvent = RefundStarted | RefundSucceeded | RefundFailed;

/** Version of each event's form, raised by a change that docs/asyncapi.json cannot take. */
export const paymentEvents = {
  'payment.succeeded': 1,
  'payment.goods-received': 1,
  'payment.refund-started': 1,
  'payment.refund-succeeded': 1,
  'payment.refund-failed': 1,
} as const satisfies Record<(PaymentEvent | RefundEvent)['type'], number>;

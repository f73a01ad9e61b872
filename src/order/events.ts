import type { DomainEvent } from '#kernel';

export interface OrderedLine {
  readonly skuId: string;
  readonly quantity: number;
}

/** A shopper has ordered; the stock is reserved. */
export interface OrderPlaced extends DomainEvent {
  readonly type: 'order.placed';
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly OrderedLine[];
  readonly totalFen: number;
}

/** The money has arrived: what was reserved is sold. */
export interface OrderPaid extends DomainEvent {
  readonly type: 'order.paid';
  readonly orderId: string;
  readonly lines: readonly OrderedLine[];
  readonly paymentId: string;
}

export type CancelReason = 'customer' | 'timeout' | 'staff' | 'erased';

/** The order will not be paid: what was reserved is free again. */
export interface OrderCancelled extends DomainEvent {
  readonly type: 'order.cancelled';
  readonly orderId: string;
  readonly lines: readonly OrderedLine[];
  readonly reason: CancelReason;
}

export type OrderEvent = OrderPlaced | OrderPaid | OrderCancelled;

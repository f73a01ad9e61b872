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

/** The goods are on their way. */
export interface OrderShipped extends DomainEvent {
  readonly type: 'order.shipped';
  readonly orderId: string;
  readonly paymentId: string;
  readonly carrier: string;
  readonly trackingNo: string;
  /** Names of the goods, at most 120 characters. */
  readonly itemDescription: string;
}

/** The shopper has the goods. */
export interface OrderCompleted extends DomainEvent {
  readonly type: 'order.completed';
  readonly orderId: string;
}

/** All that was paid has gone back. */
export interface OrderRefunded extends DomainEvent {
  readonly type: 'order.refunded';
  readonly orderId: string;
  readonly lines: readonly OrderedLine[];
  /** True when the goods never left the shop. */
  readonly beforeShipment: boolean;
}

/** Money is to go back to the shopper. */
export interface RefundApproved extends DomainEvent {
  readonly type: 'refund.approved';
  readonly refundId: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amountFen: number;
}

export type OrderEvent =
  OrderPlaced | OrderPaid | OrderCancelled | OrderShipped | OrderCompleted | OrderRefunded | RefundApproved;

/** Version of each event's form, raised by a change that docs/asyncapi.json cannot take. */
export const orderEvents = {
  'order.placed': 1,
  'order.paid': 1,
  'order.cancelled': 1,
  'order.shipped': 1,
  'order.completed': 1,
  'order.refunded': 1,
  'refund.approved': 1,
} as const satisfies Record<OrderEvent['type'], number>;

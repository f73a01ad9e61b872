import type { Money } from '#kernel';
import type { CancelReason } from '../events.js';
import type { OrderLine } from './order-line.js';
import type { OrderStatus } from './order-status.js';
import type { Quote } from './pricing.js';
import type { RefundState } from './refund.js';
import type { Shipment } from './shipment.js';

export interface OrderState {
  readonly id: string;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  readonly quote: Quote;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  status: OrderStatus;
  /** The payment that paid for it. */
  paymentId: string | null;
  paidAt: Date | null;
  shipment: Shipment | null;
  shippedAt: Date | null;
  completedAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: CancelReason | null;
  readonly refunds: readonly RefundState[];
  /** Counts changes from 1. */
  version: number;
}

/** An order that is about to be placed. */
export interface OrderToPlace {
  readonly id: string;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  readonly quote: Quote;
  readonly placedAt: Date;
  readonly expiresAt: Date;
}

/** Money that has arrived for an order. */
export interface ArrivedPayment {
  readonly id: string;
  readonly amount: Money;
  readonly paidAt: Date;
}

/** What a shopper asks for. */
export interface RefundRequest {
  readonly id: string;
  /** Null: all that is left. */
  readonly amount: Money | null;
  /** Sealed. */
  readonly reason: string;
}

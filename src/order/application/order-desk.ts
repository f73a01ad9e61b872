import type { ExpiredOrder } from '../domain/orders.js';
import type { OrderView } from './order-view.js';

/** What a payment needs to know of an order. */
export interface PayableOrder {
  readonly orderId: string;
  readonly totalFen: number;
  /** What the shopper sees in WeChat's list of payments; at most 100 characters. */
  readonly description: string;
  readonly expiresAt: Date;
}

/** What a message about an order may say. */
export interface OrderSummary {
  readonly customerId: string;
  readonly totalFen: number;
  /** Name of the first product, and how many there are where there are more; at most 100 characters. */
  readonly products: string;
}

/** What the order context answers to other contexts. */
export abstract class OrderDesk {
  /**
   * An order this customer may pay for now.
   * @throws OrderNotFound, OrderPaidAlready, OrderStatusForbids
   */
  abstract payable(orderId: string, customerId: string): Promise<PayableOrder>;

  /** The customer's order as the API shows it. @throws OrderNotFound */
  abstract view(orderId: string, customerId: string): Promise<OrderView>;

  /** Null: the order is not kept any more. */
  abstract summary(orderId: string): Promise<OrderSummary | null>;

  /** Unpaid orders whose time is over; no other process is given them for a while. */
  abstract claimExpired(limit: number): Promise<readonly ExpiredOrder[]>;

  /** Cancels an order whose time is over; does nothing when it has been paid or cancelled meanwhile. */
  abstract expire(orderId: string): Promise<void>;

  /** Those of `orderIds` that are still kept. */
  abstract existing(orderIds: readonly string[]): Promise<ReadonlySet<string>>;

  /** The receiver's number, `138****8000`; null for an order without an address, and when the customer was erased. */
  abstract maskedContact(orderId: string): Promise<string | null>;
}

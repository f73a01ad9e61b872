import type { OrderView } from './order-view.js';

/** What a payment needs to know of an order. */
export interface PayableOrder {
  readonly orderId: string;
  readonly totalFen: number;
  /** What the shopper sees in WeChat's list of payments; at most 127 characters. */
  readonly description: string;
  readonly expiresAt: Date;
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
}

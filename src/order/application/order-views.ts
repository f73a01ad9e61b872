import type { OrderView } from './order-view.js';

export abstract class OrderViews {
  /** The customer's order as the API shows it. @throws OrderNotFound */
  abstract view(orderId: string, customerId: string): Promise<OrderView>;
}

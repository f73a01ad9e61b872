import type { OrderStatus } from '../domain/order-status.js';

/** Orders placed at or after `from` and before `to`. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export interface OrderedFrom {
  readonly customerId: string;
  /** One of China's provinces; null without an address, and for a customer who was erased. */
  readonly province: string | null;
}

/** An order as far as analytics may know it. */
export interface AnalyticsOrder extends OrderedFrom {
  readonly createdAt: Date;
  readonly status: OrderStatus;
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly discountFen: number;
  readonly totalFen: number;
  readonly items: readonly {
    readonly skuId: string;
    readonly productName: string;
    readonly quantity: number;
    readonly unitPriceFen: number;
  }[];
}

/** Reads long histories in little memory, oldest first. @throws KeysUnavailable */
export abstract class AnalyticsOrders {
  /** Where the orders that have an address went. */
  abstract provinces(period: Period): AsyncIterable<OrderedFrom>;

  abstract orders(period: Period): AsyncIterable<AnalyticsOrder>;
}

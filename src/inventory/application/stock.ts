import type { Shortage } from '../domain/errors.js';

export type { Shortage };

export interface ReservationRequest {
  readonly orderId: string;
  /** Each SKU once. */
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
}

/** What the inventory context answers to other contexts. */
export abstract class Stock {
  /** Takes SKUs into stock for the first time, in the caller's transaction. */
  abstract introduce(items: readonly { readonly skuId: string; readonly initial: number }[]): Promise<void>;

  /**
   * Reserves for each order all it asks for or nothing, in the caller's transaction. The answer holds a list of
   * shortages for each request, in the same order; an empty one means that the order has its stock.
   */
  abstract reserve(requests: readonly ReservationRequest[]): Promise<readonly (readonly Shortage[])[]>;

  /** Units for sale by SKU id; unknown SKUs are absent. */
  abstract available(skuIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

import type { Shortage } from './errors.js';
import { type ItemsBySku, Reservation, type ReservedLine } from './reservation.js';

export interface AllocationRequest {
  readonly orderId: string;
  readonly lines: readonly ReservedLine[];
}

export type Allocation = { readonly reservation: Reservation } | { readonly shortages: readonly Shortage[] };

/** First come, first served: each order gets all it asks for or nothing, and one that is short fails nobody else. */
export function allocate(requests: readonly AllocationRequest[], items: ItemsBySku, at: Date): Allocation[] {
  return requests.map(({ orderId, lines }) => {
    const shortages = lines
      .map(({ skuId, quantity }) => ({ skuId, requested: quantity, available: items.get(skuId)?.available ?? 0 }))
      .filter(({ requested, available }) => requested > available);
    return shortages.length > 0 ? { shortages } : { reservation: Reservation.make(orderId, lines, items, at) };
  });
}

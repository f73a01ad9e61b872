import type { OrderedLine } from '../events.js';
import type { OrderLine } from './order-line.js';

/** An order before it has its price. */
export interface WantedOrder {
  readonly id: string;
  readonly customerId: string;
  readonly couponId: string | null;
  /** Each SKU once. */
  readonly goods: readonly WantedGoods[];
}

export interface WantedGoods {
  readonly line: OrderLine;
  readonly productId: string;
  readonly categoryId: string;
}

/** What becomes of an order depends on another one of its list, and is decided after that one. */
export interface Deferred {
  readonly deferred: true;
}

export const deferred: Deferred = { deferred: true };

/** Two lines of one SKU are one line: checked apart they could together take more than there is. */
export function mergeLines(lines: readonly OrderedLine[]): OrderedLine[] {
  const quantities = new Map<string, number>();
  for (const { skuId, quantity } of lines) quantities.set(skuId, (quantities.get(skuId) ?? 0) + quantity);
  return [...quantities].map(([skuId, quantity]) => ({ skuId, quantity }));
}

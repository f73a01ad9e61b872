import type { LockedItems } from './reservation.js';
import type { StockItem } from './stock-item.js';

export abstract class StockItems {
  abstract add(items: readonly StockItem[]): Promise<void>;

  /**
   * Locks the items of these SKUs, always in the same order, lets `mutate` decide, and saves what changed with its
   * ledger lines: in one transaction, the caller's where there is one. Unknown SKUs are absent from the map.
   */
  abstract change<T>(skuIds: readonly string[], mutate: (items: LockedItems) => T): Promise<T>;
}

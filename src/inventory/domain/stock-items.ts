import type { ItemsBySku } from './reservation.js';
import type { StockItem } from './stock-item.js';

export abstract class StockItems {
  abstract add(items: readonly StockItem[]): Promise<void>;

  /**
   * Locks the items of these SKUs, always in the same order, lets `mutate` decide, and saves what changed with its
   * ledger lines: in one transaction, the caller's where there is one. Unknown SKUs are absent from the map.
   */
  abstract change<T>(skuIds: readonly string[], mutate: (items: ItemsBySku) => T): Promise<T>;

  /**
   * Lets `reserve` reserve units of these items, at most so many of each, in one transaction, the caller's where there is one. Where
   * there is plenty of them they are locked only when that is about to be committed: whoever was overtaken meanwhile
   * runs again. Once in a transaction: a second time does not see what the first one took. Unknown SKUs are absent from the map.
   *
   * @param wanted units by SKU id
   */
  abstract take<T>(wanted: ReadonlyMap<string, number>, reserve: (items: ItemsBySku) => T): Promise<T>;
}

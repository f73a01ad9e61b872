import type { StockItem } from './stock-item.js';

export type ReservationStatus = 'reserved' | 'sold' | 'released' | 'returned';

export interface ReservedLine {
  readonly skuId: string;
  readonly quantity: number;
}

/** Items by SKU id, to be changed. */
export type ItemsBySku = ReadonlyMap<string, StockItem>;

/**
 * What one order holds. A small state machine of its own (reserved → sold | released | returned, sold → returned), so that a
 * late or repeated event cannot move units twice.
 */
export class Reservation {
  private constructor(
    readonly orderId: string,
    readonly lines: readonly ReservedLine[],
    private state: ReservationStatus,
  ) {}

  static restore(orderId: string, lines: readonly ReservedLine[], status: ReservationStatus): Reservation {
    return new Reservation(orderId, lines, status);
  }

  /** Reserves every line; the caller has seen that there is enough of each. */
  static make(orderId: string, lines: readonly ReservedLine[], items: ItemsBySku, at: Date): Reservation {
    const reservation = new Reservation(orderId, lines, 'reserved');
    reservation.eachItem(items, (item, quantity) => item.reserve(quantity, orderId, at));
    return reservation;
  }

  get status(): ReservationStatus {
    return this.state;
  }

  sell(items: ItemsBySku, at: Date): void {
    if (this.state !== 'reserved') return;
    this.state = 'sold';
    this.eachItem(items, (item, quantity) => item.sell(quantity, this.orderId, at));
  }

  release(items: ItemsBySku, at: Date): void {
    if (this.state !== 'reserved') return;
    this.state = 'released';
    this.eachItem(items, (item, quantity) => item.release(quantity, this.orderId, at));
  }

  /** News that it was sold may have been given up, or be late: what is back is not sold any more. */
  takeBack(items: ItemsBySku, at: Date): void {
    if (this.state !== 'sold' && this.state !== 'reserved') return;
    const wasSold = this.state === 'sold';
    this.state = 'returned';
    this.eachItem(items, (item, quantity) => {
      if (wasSold) item.takeBack(quantity, this.orderId, at);
      else item.release(quantity, this.orderId, at);
    });
  }

  private eachItem(items: ItemsBySku, move: (item: StockItem, quantity: number) => void): void {
    for (const { skuId, quantity } of this.lines) {
      const item = items.get(skuId);
      if (!item) throw new Error(`SKU ${skuId} of order ${this.orderId} has no stock item`);
      move(item, quantity);
    }
  }
}

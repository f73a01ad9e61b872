import type { CartLine } from './cart-line.js';

/** Milliseconds after an order was placed in which it may be cancelled and its goods go back into the cart. */
export const GOES_BACK_WITHIN = 3_600_000;

export interface TakeOutState {
  readonly orderId: string;
  /** Null while nobody has heard of the order; so it may be when it was cancelled first. */
  readonly placedAt: Date | null;
  /** Whose cart it was; null while nothing was taken. */
  readonly customerId: string | null;
  /** What the order took out of the cart, exactly. */
  readonly lines: readonly CartLine[];
  /** Null while nobody has heard of a cancellation. */
  readonly cancelledAt: Date | null;
}

/** What was taken out of somebody's cart. */
export interface Taken {
  readonly customerId: string;
  readonly lines: readonly CartLine[];
}

/**
 * What one order has to do with its shopper's cart: it takes its goods out once, and they go back once. News of the two may come
 * in any order and any number of times.
 */
export class TakeOut {
  private constructor(private current: TakeOutState) {}

  static restore(state: TakeOutState): TakeOut {
    return new TakeOut(state);
  }

  static unknown(orderId: string): TakeOut {
    return new TakeOut({ orderId, placedAt: null, customerId: null, lines: [], cancelledAt: null });
  }

  get state(): TakeOutState {
    return this.current;
  }

  /** Whether an order placed at `placedAt` is to take its goods out now: not twice, and not when they would be back already. */
  isDue(placedAt: Date): boolean {
    const { cancelledAt, placedAt: before } = this.current;
    return before === null && !(cancelledAt && goBack(placedAt, cancelledAt));
  }

  /** The order was placed, and took these lines out of this shopper's cart. */
  place({ customerId, lines }: Taken, placedAt: Date): void {
    if (this.current.placedAt) return;
    this.current = { ...this.current, placedAt, lines, customerId: lines.length > 0 ? customerId : null };
  }

  /** The order will not be paid. Answers what is to go back into the cart; null: nothing, or it went back before. */
  cancel(cancelledAt: Date): Taken | null {
    const { placedAt, customerId, lines, cancelledAt: before } = this.current;
    if (before) return null;
    this.current = { ...this.current, cancelledAt };
    return placedAt && customerId !== null && goBack(placedAt, cancelledAt) ? { customerId, lines } : null;
  }
}

function goBack(placedAt: Date, cancelledAt: Date): boolean {
  return cancelledAt.getTime() - placedAt.getTime() <= GOES_BACK_WITHIN;
}

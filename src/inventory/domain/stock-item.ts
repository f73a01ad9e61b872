import { ImpossibleAdjustment, NotEnoughStock } from './errors.js';

export type MovementType = 'initial' | 'adjusted' | 'reserved' | 'released' | 'sold' | 'returned';

/** One line of the ledger. Append-only: a mistake is corrected by another movement. */
export interface Movement {
  readonly skuId: string;
  readonly type: MovementType;
  /** Signed change of what is available; 0 when reserved units are sold. */
  readonly quantity: number;
  readonly orderId: string | null;
  readonly reason: string | null;
  readonly at: Date;
}

export interface StockLevels {
  readonly skuId: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
}

/** Most units of one SKU that may be on hand; sums stay far below 2^53. */
export const MOST_ON_HAND = 1_000_000_000_000;

/**
 * The units of one SKU. Always: initial + adjustments = available + reserved + sold, and none is negative.
 * Every change writes its ledger line.
 */
export class StockItem implements StockLevels {
  private movements: Movement[] = [];

  private constructor(
    readonly skuId: string,
    private free: number,
    private held: number,
    private gone: number,
  ) {}

  /** @throws ImpossibleAdjustment */
  static introduce(skuId: string, initial: number, at: Date): StockItem {
    if (!isCount(initial)) throw new ImpossibleAdjustment();
    const item = new StockItem(skuId, initial, 0, 0);
    item.write('initial', initial, null, null, at);
    return item;
  }

  static restore({ skuId, available, reserved, sold }: StockLevels): StockItem {
    return new StockItem(skuId, available, reserved, sold);
  }

  get available(): number {
    return this.free;
  }

  get reserved(): number {
    return this.held;
  }

  get sold(): number {
    return this.gone;
  }

  get onHand(): number {
    return this.free + this.held;
  }

  /** @throws NotEnoughStock */
  reserve(quantity: number, orderId: string, at: Date): void {
    mustBeUnits(quantity);
    if (quantity > this.free)
      throw new NotEnoughStock([{ skuId: this.skuId, requested: quantity, available: this.free }]);
    this.free -= quantity;
    this.held += quantity;
    this.write('reserved', -quantity, orderId, null, at);
  }

  release(quantity: number, orderId: string, at: Date): void {
    this.take('held', quantity);
    this.free += quantity;
    this.write('released', quantity, orderId, null, at);
  }

  sell(quantity: number, orderId: string, at: Date): void {
    this.take('held', quantity);
    this.gone += quantity;
    this.write('sold', 0, orderId, null, at);
  }

  takeBack(quantity: number, orderId: string, at: Date): void {
    this.take('gone', quantity);
    this.free += quantity;
    this.write('returned', quantity, orderId, null, at);
  }

  /** @throws ImpossibleAdjustment; NotEnoughStock when more would be taken away than is free: what is reserved is promised */
  adjust(delta: number, reason: string, at: Date): void {
    if (!Number.isSafeInteger(delta) || delta === 0 || this.onHand + delta > MOST_ON_HAND)
      throw new ImpossibleAdjustment();
    if (this.free + delta < 0)
      throw new NotEnoughStock([{ skuId: this.skuId, requested: -delta, available: this.free }]);
    this.free += delta;
    this.write('adjusted', delta, null, reason, at);
  }

  /** Hands the new ledger lines over once. */
  takeMovements(): Movement[] {
    const movements = this.movements;
    this.movements = [];
    return movements;
  }

  private take(from: 'held' | 'gone', quantity: number): void {
    mustBeUnits(quantity);
    if (quantity > this[from]) throw new Error(`SKU ${this.skuId}: ${quantity} units of ${this[from]} cannot be moved`);
    this[from] -= quantity;
  }

  private write(type: MovementType, quantity: number, orderId: string | null, reason: string | null, at: Date): void {
    this.movements.push({ skuId: this.skuId, type, quantity, orderId, reason, at });
  }
}

/** A caller's mistake and no refusal: a negative or broken number would move units the wrong way. */
function mustBeUnits(quantity: number): void {
  if (!isCount(quantity) || quantity === 0) throw new RangeError(`${quantity} is not a number of units to move`);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= MOST_ON_HAND;
}

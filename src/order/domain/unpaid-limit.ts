import { TooManyUnpaidOrders } from './errors.js';

/** How many orders a shopper may leave unpaid at once. */
export class UnpaidLimit {
  private readonly most: number;

  /** @param most 0: as many as they like */
  constructor(most: number) {
    this.most = most || Infinity;
  }

  get isUnlimited(): boolean {
    return this.most === Infinity;
  }

  /**
   * Whether there may be one more beside those that are unpaid already. False: it depends on what becomes of the undecided
   * ones, which may be the last that are allowed, or come to nothing.
   * @throws TooManyUnpaidOrders
   */
  admits(unpaid: number, undecided: number): boolean {
    if (unpaid >= this.most) throw new TooManyUnpaidOrders();
    return unpaid + undecided < this.most;
  }
}

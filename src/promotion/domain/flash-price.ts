import { PeriodEmpty } from './errors.js';

/** What staff decide. */
export interface FlashOffer {
  readonly skuId: string;
  /** At least 1: what costs nothing cannot be paid for. */
  readonly priceFen: number;
  /** In force at `startsAt` and later, before `endsAt`. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Units in all that are sold at this price. */
  readonly unitsLimit: number;
  /** Units one shopper has at this price; null: any number. */
  readonly shopperLimit: number | null;
}

export interface FlashPriceState extends FlashOffer {
  readonly id: string;
  /** Units that orders have taken and not given back. */
  readonly sold: number;
  readonly createdAt: Date;
  /** Null: not closed. */
  readonly closedAt: Date | null;
}

/** A price for a while and for so many units. What is bought beyond costs the ordinary price. */
export class FlashPrice {
  private constructor(private current: FlashPriceState) {}

  /** @throws PeriodEmpty */
  static announce(id: string, offer: FlashOffer, at: Date): FlashPrice {
    if (offer.endsAt <= offer.startsAt) throw new PeriodEmpty('endsAt');
    return new FlashPrice({ ...offer, id, sold: 0, createdAt: at, closedAt: null });
  }

  static restore(state: FlashPriceState): FlashPrice {
    return new FlashPrice(state);
  }

  get state(): FlashPriceState {
    return this.current;
  }

  isInForce(now: Date): boolean {
    const { startsAt, endsAt, closedAt } = this.current;
    return closedAt === null && now >= startsAt && now < endsAt;
  }

  /** From now on everybody pays the ordinary price. Asking twice is harmless. */
  close(at: Date): void {
    if (!this.current.closedAt) this.current = { ...this.current, closedAt: at };
  }

  /**
   * Of so many units, how many are to be had at this price.
   * @param taken units that others of the same list are to have
   * @param ofShopper units the shopper has taken, and is to have by the same list
   */
  unitsFor(quantity: number, taken: number, ofShopper: number): number {
    const { unitsLimit, shopperLimit, sold } = this.current;
    return Math.max(0, Math.min(quantity, unitsLimit - sold - taken, (shopperLimit ?? Infinity) - ofShopper));
  }
}

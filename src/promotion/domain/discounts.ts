import { DomainError } from '#kernel';
import type { Coupon } from './coupon.js';
import { CouponNotFound } from './errors.js';
import type { FlashPrice } from './flash-price.js';
import { type Reduction, reductionOf } from './reduction.js';

export interface BasketLine {
  readonly skuId: string;
  readonly productId: string;
  readonly categoryId: string;
  readonly unitPriceFen: number;
  readonly quantity: number;
}

/** An order that is to be priced. */
export interface Basket {
  readonly orderId: string;
  readonly customerId: string;
  readonly couponId: string | null;
  /** Each SKU once. */
  readonly lines: readonly BasketLine[];
  readonly freightFen: number;
}

/** What an order uses up of what is limited. */
export interface Uses {
  readonly orderId: string;
  readonly customerId: string;
  readonly couponId: string | null;
  readonly flash: readonly { readonly flashPriceId: string; readonly units: number }[];
}

export interface Discount extends Reduction {
  /** Null: nothing that is limited. */
  readonly uses: Uses | null;
}

/** What a basket gets; why its coupon cannot be used; or null: that depends on what becomes of another basket of the list. */
export type DiscountDecision = Discount | { readonly refused: DomainError } | null;

/** All that bears on a list of baskets, as it is now and stays until they are decided. */
export interface Facts {
  readonly coupons: ReadonlyMap<string, Coupon>;
  readonly flashPrices: readonly FlashPrice[];
  /** Units that a shopper has of a flash price. */
  unitsOf(flashPriceId: string, customerId: string): number;
  readonly now: Date;
}

/** What a basket without coupon and without flash price gets. */
export function noDiscount(lines: readonly unknown[]): Discount {
  return { linesFen: lines.map(() => 0), freightFen: 0, uses: null };
}

/** One decision for each basket, in the same sequence: what it would get if they came one after the other. */
export function decideDiscounts(baskets: readonly Basket[], facts: Facts): readonly DiscountDecision[] {
  const list = new ListOfDiscounts(facts);
  return baskets.map((basket) => list.decide(basket));
}

/** Knows what the baskets before have been given; whether they will be placed is not decided yet. */
class ListOfDiscounts {
  private readonly coupons = new Set<string>();
  private readonly units = new Map<string, number>();
  /** Coupons and flash prices that a basket waits for: nobody behind it gets them first. */
  private readonly awaited = new Set<string>();

  constructor(private readonly facts: Facts) {}

  decide(basket: Basket): DiscountDecision {
    const { orderId, customerId, couponId, lines } = basket;
    const flash = lines.map((line) => this.flashOf(line, customerId));
    const wanted = [couponId, ...flash.map((one) => one && one.flashPriceId)].filter((id) => id !== null);
    const isTaken = flash.some((one) => one?.isTaken) || (couponId !== null && this.coupons.has(couponId));
    if (isTaken || wanted.some((id) => this.awaited.has(id))) {
      for (const id of wanted) this.awaited.add(id);
      return null;
    }
    try {
      const offFen = flash.map((one) => one?.offFen ?? 0);
      const reduction = this.couponOf(basket, offFen);
      const uses = flash.flatMap((one) => (one ? [{ flashPriceId: one.flashPriceId, units: one.units }] : []));
      if (couponId === null && uses.length === 0) return { ...reduction, uses: null };
      this.note(customerId, couponId, uses);
      return { ...reduction, uses: { orderId, customerId, couponId, flash: uses } };
    } catch (error) {
      if (error instanceof DomainError) return { refused: error };
      throw error;
    }
  }

  /**
   * Units at the lowest price in force that has some left for the shopper, and whether a basket before may have taken some;
   * null without any.
   */
  private flashOf({ skuId, unitPriceFen, quantity }: BasketLine, customerId: string) {
    const { flashPrices, now } = this.facts;
    const had = ({ state }: FlashPrice) => this.facts.unitsOf(state.id, customerId);
    const [price] = flashPrices
      .filter((one) => one.state.skuId === skuId && one.state.priceFen < unitPriceFen && one.isInForce(now))
      .filter((one) => one.unitsFor(quantity, 0, had(one)) > 0)
      .sort((a, b) => a.state.priceFen - b.state.priceFen || (a.state.id < b.state.id ? -1 : 1));
    if (!price) return null;
    const { id, priceFen } = price.state;
    const units = price.unitsFor(quantity, 0, had(price));
    const left = price.unitsFor(quantity, this.unitsIn(id), had(price) + this.unitsIn(`${id} ${customerId}`));
    return { flashPriceId: id, units, offFen: (unitPriceFen - priceFen) * units, isTaken: left < units };
  }

  /** Adds what the coupon takes off to what flash prices have taken off the lines. */
  private couponOf({ customerId, couponId, lines, freightFen }: Basket, offFen: readonly number[]): Reduction {
    if (couponId === null) return { linesFen: offFen, freightFen: 0 };
    const coupon = this.facts.coupons.get(couponId);
    if (!coupon) throw new CouponNotFound();
    coupon.mustBeUsable(customerId, this.facts.now);
    const reduced = lines.map(({ unitPriceFen, quantity, ...line }, at) => ({
      ...line,
      amountFen: unitPriceFen * quantity - Number(offFen[at]),
    }));
    const reduction = reductionOf(coupon.state.terms, reduced, freightFen);
    return { ...reduction, linesFen: reduction.linesFen.map((fen, at) => fen + Number(offFen[at])) };
  }

  private note(customerId: string, couponId: string | null, uses: Uses['flash']): void {
    if (couponId !== null) this.coupons.add(couponId);
    for (const { flashPriceId, units } of uses) {
      for (const name of [flashPriceId, `${flashPriceId} ${customerId}`]) {
        this.units.set(name, this.unitsIn(name) + units);
      }
    }
  }

  private unitsIn(name: string): number {
    return this.units.get(name) ?? 0;
  }
}

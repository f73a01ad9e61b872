import { type DomainError, Money } from '#kernel';
import type { OrderLine } from './order-line.js';
import type { Deferred, WantedOrder } from './wanted-order.js';

/** What an order costs. Always: total = goods + freight - discount. */
export interface Quote {
  readonly goods: Money;
  readonly freight: Money;
  readonly discount: Money;
}

/** What an order uses up of what there is only so much of. */
export interface LimitedUses {
  readonly orderId: string;
  readonly customerId: string;
  readonly couponId: string | null;
  readonly flash: readonly { readonly flashPriceId: string; readonly units: number }[];
}

export interface Price {
  /** The goods' lines with what is taken off each; it adds up to the quote's discount. */
  readonly lines: readonly OrderLine[];
  readonly quote: Quote;
  /** Null: nothing. */
  readonly uses: LimitedUses | null;
}

export type PriceAnswer = Price | { readonly refused: DomainError } | Deferred;

/** Decides freight and discount. A port: promotions come in here without a change to the order. */
export abstract class Pricing {
  /**
   * An answer for each order, by its id, all by one call in the transaction that places them. What they use is locked until
   * it ends; nothing is used up yet. An order that comes first in its list is never deferred.
   */
  abstract price(orders: readonly WantedOrder[]): Promise<ReadonlyMap<string, PriceAnswer>>;

  /** Uses up what the prices of this transaction promised to those orders that are placed. */
  abstract take(uses: readonly LimitedUses[]): Promise<void>;
}

/** One freight for every order; free from a goods amount on, where one is set. */
export class FlatFreight {
  constructor(
    private readonly flat: Money,
    /** Zero: never free. */
    private readonly freeFrom: Money,
  ) {}

  /** @throws MoneyOutOfRange */
  quote(lines: readonly OrderLine[]): Quote {
    const goods = Money.sum(lines.map((line) => line.subtotal));
    const free = this.freeFrom.isMoreThan(Money.zero) && goods.isAtLeast(this.freeFrom);
    return { goods, freight: free ? Money.zero : this.flat, discount: Money.zero };
  }
}

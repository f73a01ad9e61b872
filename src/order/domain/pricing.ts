import { Money } from '#kernel';
import type { OrderLine } from './order-line.js';

/** What an order costs. Always: total = goods + freight - discount. */
export interface Quote {
  readonly goods: Money;
  readonly freight: Money;
  readonly discount: Money;
}

/** Decides freight and discount. A port: promotions come in here without a change to the order. */
export abstract class Pricing {
  /** @throws MoneyOutOfRange */
  abstract quote(lines: readonly OrderLine[]): Quote;
}

/** One freight for every order; free from a goods amount on, where one is set. */
export class FlatFreight extends Pricing {
  constructor(
    private readonly flat: Money,
    /** Zero: never free. */
    private readonly freeFrom: Money,
  ) {
    super();
  }

  quote(lines: readonly OrderLine[]): Quote {
    const goods = Money.sum(lines.map((line) => line.subtotal));
    const free = this.freeFrom.isMoreThan(Money.zero) && goods.isAtLeast(this.freeFrom);
    return { goods, freight: free ? Money.zero : this.flat, discount: Money.zero };
  }
}

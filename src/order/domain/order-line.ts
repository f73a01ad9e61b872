import type { Money } from '#kernel';

/** What was bought, at the price and under the name of that moment. */
export class OrderLine {
  constructor(
    readonly skuId: string,
    readonly productName: string,
    readonly skuName: string,
    readonly imageUrl: string,
    readonly unitPrice: Money,
    readonly quantity: number,
  ) {}

  /** @throws MoneyOutOfRange */
  get subtotal(): Money {
    return this.unitPrice.times(this.quantity);
  }
}

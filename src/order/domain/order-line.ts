import { Money } from '#kernel';

/** What was bought, at the price and under the name of that moment. */
export class OrderLine {
  constructor(
    readonly skuId: string,
    readonly productName: string,
    readonly skuName: string,
    readonly imageUrl: string,
    readonly unitPrice: Money,
    readonly quantity: number,
    /** What is taken off it, at most its subtotal. */
    readonly discount = Money.zero,
  ) {}

  /** @throws MoneyOutOfRange */
  get subtotal(): Money {
    return this.unitPrice.times(this.quantity);
  }

  discountedBy(discount: Money): OrderLine {
    const { skuId, productName, skuName, imageUrl, unitPrice, quantity } = this;
    return new OrderLine(skuId, productName, skuName, imageUrl, unitPrice, quantity, discount);
  }
}

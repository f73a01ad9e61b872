import { Injectable } from '@nestjs/common';
import { type DomainError, Money } from '#kernel';
import { type Bargain, type Basket, type FittingCoupon, Promotions } from '../../promotion/index.js';
import {
  FlatFreight,
  type LimitedUses,
  type Price,
  type PriceAnswer,
  Pricing,
  type Quote,
  type WantedOrder,
} from '../domain/pricing.js';
import { refusable } from './refusable.js';

/** What an order would cost, and which coupons of the shopper would take something off, the best first. */
export interface PriceQuote extends Price {
  readonly fitting: readonly FittingCoupon[];
}

/** Flat freight, less what promotions take off. */
@Injectable()
export class PromotedPricing extends Pricing {
  constructor(
    private readonly freight: FlatFreight,
    private readonly promotions: Promotions,
  ) {
    super();
  }

  async price(orders: readonly WantedOrder[]): Promise<readonly PriceAnswer[]> {
    const quotes = orders.map((order) => this.quoteOf(order));
    const baskets = orders.flatMap((order, at) => {
      const quote = quotes[at];
      return quote && !('refused' in quote) ? [basketOf(order, quote)] : [];
    });
    const deals = (await this.promotions.deals(baskets)).values();
    return orders.map((order, at) => {
      const quote = quotes[at];
      if (!quote || 'refused' in quote) return quote ?? null;
      const deal = deals.next().value ?? null;
      return deal === null || 'refused' in deal ? deal : priceOf(order, quote, deal);
    });
  }

  take(uses: readonly LimitedUses[]): Promise<void> {
    return this.promotions.take(uses);
  }

  /** What it would cost now; nothing is reserved. @throws MoneyOutOfRange, and what would refuse its coupon */
  async quote(order: WantedOrder): Promise<PriceQuote> {
    const quote = this.freight.quote(order.goods.map(({ line }) => line));
    const { bargain, fitting } = await this.promotions.quote(basketOf(order, quote));
    return { ...priceOf(order, quote, bargain), fitting };
  }

  private quoteOf({ goods }: WantedOrder): Quote | { readonly refused: DomainError } {
    return refusable(() => this.freight.quote(goods.map(({ line }) => line)));
  }
}

function basketOf({ id, customerId, couponId, goods }: WantedOrder, { freight }: Quote): Basket {
  const lines = goods.map(({ line: { skuId, unitPrice, quantity }, productId, categoryId }) => {
    return { skuId, productId, categoryId, unitPriceFen: unitPrice.fen, quantity };
  });
  return { orderId: id, customerId, couponId, lines, freightFen: freight.fen };
}

function priceOf({ goods }: WantedOrder, quote: Quote, { linesFen, freightFen, uses }: Bargain): Price {
  const discounts = linesFen.map((fen) => Money.ofFen(fen));
  const lines = goods.map(({ line }, at) => line.discountedBy(discounts[at] ?? Money.zero));
  const freight = quote.freight.minus(Money.ofFen(freightFen));
  return { lines, quote: { ...quote, freight, discount: Money.sum(discounts) }, uses };
}

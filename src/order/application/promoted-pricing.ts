import { Injectable } from '@nestjs/common';
import { Money } from '#kernel';
import {
  type Discount,
  type Basket,
  type DiscountDecision,
  type FittingCoupon,
  Promotions,
} from '../../promotion/index.js';
import { FlatFreight, type LimitedUses, type Price, type PriceAnswer, Pricing, type Quote } from '../domain/pricing.js';
import { deferred, type WantedOrder } from '../domain/wanted-order.js';
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

  async price(orders: readonly WantedOrder[]): Promise<ReadonlyMap<string, PriceAnswer>> {
    const answers = new Map<string, PriceAnswer>();
    const quoted: { readonly order: WantedOrder; readonly quote: Quote }[] = [];
    for (const order of orders) {
      const quote = refusable(() => this.quoteOf(order));
      if ('refused' in quote) answers.set(order.id, quote);
      else quoted.push({ order, quote });
    }
    const discounts = await this.promotions.discounts(quoted.map(({ order, quote }) => basketOf(order, quote)));
    quoted.forEach(({ order, quote }, at) => answers.set(order.id, answerOf(order, quote, discounts[at] ?? null)));
    return answers;
  }

  take(uses: readonly LimitedUses[]): Promise<void> {
    return this.promotions.take(uses);
  }

  /** What it would cost now; nothing is reserved. @throws MoneyOutOfRange, and what would refuse its coupon */
  async quote(order: WantedOrder): Promise<PriceQuote> {
    const quote = this.quoteOf(order);
    const { discount, fitting } = await this.promotions.quote(basketOf(order, quote));
    return { ...priceOf(order, quote, discount), fitting };
  }

  /** @throws MoneyOutOfRange */
  private quoteOf({ goods }: WantedOrder): Quote {
    return this.freight.quote(goods.map(({ line }) => line));
  }
}

function basketOf({ id, customerId, couponId, goods }: WantedOrder, { freight }: Quote): Basket {
  const lines = goods.map(({ line: { skuId, unitPrice, quantity }, productId, categoryId }) => {
    return { skuId, productId, categoryId, unitPriceFen: unitPrice.fen, quantity };
  });
  return { orderId: id, customerId, couponId, lines, freightFen: freight.fen };
}

function answerOf(order: WantedOrder, quote: Quote, decision: DiscountDecision): PriceAnswer {
  if (decision === null) return deferred;
  return 'refused' in decision ? decision : priceOf(order, quote, decision);
}

function priceOf({ goods }: WantedOrder, quote: Quote, { linesFen, freightFen, uses }: Discount): Price {
  const discounts = linesFen.map((fen) => Money.ofFen(fen));
  const lines = goods.map(({ line }, at) => line.discountedBy(discounts[at] ?? Money.zero));
  const freight = quote.freight.minus(Money.ofFen(freightFen));
  return { lines, quote: { ...quote, freight, discount: Money.sum(discounts) }, uses };
}

import { Injectable } from '@nestjs/common';
import { Clock, Money } from '#kernel';
import { Config } from '#platform/config';
import type { Offer } from '../../catalog/index.js';
import { PriceHasChanged, SkuNotFound, SkuOffShelf, TooManyUnpaidOrders } from '../domain/errors.js';
import { Order } from '../domain/order.js';
import { OrderLine } from '../domain/order-line.js';
import { Pricing } from '../domain/pricing.js';

/** What a shopper wants to order. */
export interface Wish {
  readonly customerId: string;
  readonly items: readonly { readonly skuId: string; readonly quantity: number }[];
  /** What the shopper saw; null: whatever it costs. */
  readonly expectedTotalFen: number | null;
}

/** Makes an order of a wish, at the names and prices the shop has now; it is neither stored nor has it any stock yet. */
@Injectable()
export class DraftOrder {
  constructor(
    private readonly pricing: Pricing,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Unpaid orders one shopper may have; with so many there is none more. */
  get unpaidMost(): number {
    return this.config.order.unpaidMaxPerShopper || Infinity;
  }

  /**
   * @param unpaid orders of this shopper that wait for money already
   * @throws TooManyUnpaidOrders, SkuNotFound, SkuOffShelf, MoneyOutOfRange, PriceHasChanged
   */
  execute(orderId: string, wish: Wish, offers: ReadonlyMap<string, Offer>, unpaid: number): Order {
    const { customerId, items, expectedTotalFen } = wish;
    if (unpaid >= this.unpaidMost) throw new TooManyUnpaidOrders();
    const lines = mergeLines(items).map(({ skuId, quantity }) => lineOf(offers.get(skuId), skuId, quantity));
    const placedAt = this.clock.now();
    const expiresAt = new Date(placedAt.getTime() + this.config.order.paymentTtl);
    const order = Order.place({
      id: orderId,
      customerId,
      lines,
      quote: this.pricing.quote(lines),
      placedAt,
      expiresAt,
    });
    if (expectedTotalFen !== null && expectedTotalFen !== order.total.fen) throw new PriceHasChanged(order.total.fen);
    return order;
  }
}

/** Two lines of one SKU are one line: checked apart they could together take more than there is. */
function mergeLines(items: Wish['items']): Wish['items'] {
  const quantities = new Map<string, number>();
  for (const { skuId, quantity } of items) quantities.set(skuId, (quantities.get(skuId) ?? 0) + quantity);
  return [...quantities].map(([skuId, quantity]) => ({ skuId, quantity }));
}

function lineOf(offer: Offer | undefined, skuId: string, quantity: number): OrderLine {
  if (!offer) throw new SkuNotFound(skuId);
  if (!offer.onShelf) throw new SkuOffShelf(skuId);
  const { productName, skuName, imageUrl, priceFen } = offer;
  return new OrderLine(skuId, productName, skuName, imageUrl, Money.ofFen(priceFen), quantity);
}

import { Injectable } from '@nestjs/common';
import { Clock, Money } from '#kernel';
import { Config } from '#platform/config';
import type { Offer } from '../../catalog/index.js';
import { PriceHasChanged, SkuNotFound, SkuOffShelf, TooManyUnpaidOrders } from '../domain/errors.js';
import { Order } from '../domain/order.js';
import { OrderLine } from '../domain/order-line.js';
import type { Price, WantedGoods, WantedOrder } from '../domain/pricing.js';

/** What a shopper wants to order. */
export interface Wish {
  readonly customerId: string;
  readonly items: readonly { readonly skuId: string; readonly quantity: number }[];
  /** What the shopper saw; null: whatever it costs. */
  readonly expectedTotalFen: number | null;
  /** A coupon to use; without one none. */
  readonly couponId?: string | null;
}

/**
 * Drafts an order at the names and prices the shop has now, in two steps with the pricing in between: `want` checks and
 * merges what is asked for, `execute` makes the order. Stores nothing and reserves nothing.
 */
@Injectable()
export class DraftOrder {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Unpaid orders one shopper may have; with so many there is none more. */
  get unpaidMost(): number {
    return this.config.order.unpaidMaxPerShopper || Infinity;
  }

  /**
   * @param unpaid orders of this shopper that wait for money already
   * @throws TooManyUnpaidOrders, SkuNotFound, SkuOffShelf
   */
  want(id: string, wish: Wish, offers: ReadonlyMap<string, Offer>, unpaid: number): WantedOrder {
    const { customerId, couponId = null, items } = wish;
    if (unpaid >= this.unpaidMost) throw new TooManyUnpaidOrders();
    return { id, customerId, couponId, goods: wantedGoods(items, offers) };
  }

  /** @throws MoneyOutOfRange, PriceHasChanged */
  execute({ id, customerId }: WantedOrder, { lines, quote }: Price, expectedTotalFen: number | null): Order {
    const placedAt = this.clock.now();
    const expiresAt = new Date(placedAt.getTime() + this.config.order.paymentTtl);
    const order = Order.place({ id, customerId, lines, quote, placedAt, expiresAt });
    if (expectedTotalFen !== null && expectedTotalFen !== order.total.fen) throw new PriceHasChanged(order.total.fen);
    return order;
  }
}

/** @throws SkuNotFound, SkuOffShelf */
export function wantedGoods(items: Wish['items'], offers: ReadonlyMap<string, Offer>): WantedGoods[] {
  return mergeLines(items).map(({ skuId, quantity }) => goodsOf(offers.get(skuId), skuId, quantity));
}

/** Two lines of one SKU are one line: checked apart they could together take more than there is. */
function mergeLines(items: Wish['items']): Wish['items'] {
  const quantities = new Map<string, number>();
  for (const { skuId, quantity } of items) quantities.set(skuId, (quantities.get(skuId) ?? 0) + quantity);
  return [...quantities].map(([skuId, quantity]) => ({ skuId, quantity }));
}

function goodsOf(offer: Offer | undefined, skuId: string, quantity: number): WantedGoods {
  if (!offer) throw new SkuNotFound(skuId);
  if (!offer.onShelf) throw new SkuOffShelf(skuId);
  const { productId, categoryId, productName, skuName, imageUrl, priceFen } = offer;
  const line = new OrderLine(skuId, productName, skuName, imageUrl, Money.ofFen(priceFen), quantity);
  return { line, productId, categoryId };
}

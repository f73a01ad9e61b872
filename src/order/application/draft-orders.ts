import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { Catalogue, type Offer } from '../../catalog/index.js';
import { Order } from '../domain/order.js';
import { Orders } from '../domain/orders.js';
import { type LimitedUses, type PriceAnswer, Pricing } from '../domain/pricing.js';
import { UnpaidLimit } from '../domain/unpaid-limit.js';
import { deferred, type WantedOrder } from '../domain/wanted-order.js';
import type { Outcome, PreparedOrder } from './placement.js';
import { refusable } from './refusable.js';
import { wantedGoods } from './wanted-goods.js';

/** An order, and what it uses up once it is placed. */
export interface Drafted {
  readonly order: Order;
  readonly uses: LimitedUses | null;
}

export interface Draft {
  readonly prepared: PreparedOrder;
  readonly outcome: Outcome<Drafted>;
}

interface Wanted {
  readonly prepared: PreparedOrder;
  readonly outcome: Outcome<WantedOrder>;
}

/** Drafts a list of orders at the names and prices the shop has now. Stores nothing and reserves nothing. */
@Injectable()
export class DraftOrders {
  private readonly unpaidLimit: UnpaidLimit;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly orders: Orders,
    private readonly pricing: Pricing,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.unpaidLimit = new UnpaidLimit(config.order.unpaidMaxPerShopper);
  }

  /** One draft for each, in the same order. The first of a list is never deferred. */
  async execute(list: readonly PreparedOrder[]): Promise<readonly Draft[]> {
    if (list.length === 0) return [];
    const offers = await this.catalogue.offers(list.flatMap(({ command }) => command.items.map(({ skuId }) => skuId)));
    const customers = [...new Set(list.map(({ command }) => command.customerId))];
    const unpaid = this.unpaidLimit.isUnlimited ? new Map<string, number>() : await this.orders.countUnpaid(customers);
    const all = this.want(list, offers, unpaid);
    const prices = await this.pricing.price(all.flatMap(({ outcome }) => ('goods' in outcome ? [outcome] : [])));
    return all.map(({ prepared, outcome }): Draft => {
      return { prepared, outcome: 'goods' in outcome ? this.draft(prepared, prices.get(outcome.id)) : outcome };
    });
  }

  private want(
    list: readonly PreparedOrder[],
    offers: ReadonlyMap<string, Offer>,
    unpaid: ReadonlyMap<string, number>,
  ): readonly Wanted[] {
    const undecided = new Map<string, number>();
    return list.map((prepared): Wanted => {
      const { customerId, couponId = null, items } = prepared.command;
      const before = undecided.get(customerId) ?? 0;
      const outcome = refusable(() => {
        if (!this.unpaidLimit.admits(unpaid.get(customerId) ?? 0, before)) return deferred;
        return { id: prepared.orderId, customerId, couponId, goods: wantedGoods(items, offers) };
      });
      if ('goods' in outcome) undecided.set(customerId, before + 1);
      return { prepared, outcome };
    });
  }

  private draft({ orderId: id, command }: PreparedOrder, price: PriceAnswer | undefined): Outcome<Drafted> {
    if (!price) throw new Error(`Nobody priced order ${id}`);
    if (!('quote' in price)) return price;
    const { lines, quote, uses } = price;
    const { customerId, expectedTotalFen } = command;
    const placedAt = this.clock.now();
    const expiresAt = new Date(placedAt.getTime() + this.config.order.paymentTtl);
    return refusable(() => {
      const order = Order.place({ id, customerId, lines, quote, placedAt, expiresAt });
      return { order: order.costing(expectedTotalFen), uses };
    });
  }
}

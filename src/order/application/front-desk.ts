import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { OrderNotFound, OrderStatusForbids } from '../domain/errors.js';
import type { OrderLine } from '../domain/order-line.js';
import { type ExpiredOrder, Orders } from '../domain/orders.js';
import { CustomerAddresses } from './customer-addresses.js';
import { maskedPhone } from './masking.js';
import { OrderDesk, type OrderSummary, type PayableOrder } from './order-desk.js';
import type { OrderView } from './order-view.js';
import { OrderViews } from './order-views.js';

/** WeChat takes at most 127 characters; a product's name alone may have 100. */
const PAYMENT_DESCRIPTION_LENGTH = 100;
/** Milliseconds one process has to settle an expired order before another one tries. */
const CLAIM = 15_000;

/** Answers other contexts. */
@Injectable()
export class FrontDesk extends OrderDesk {
  constructor(
    private readonly orders: Orders,
    private readonly views: OrderViews,
    private readonly addresses: CustomerAddresses,
    private readonly clock: Clock,
  ) {
    super();
  }

  async payable(orderId: string, customerId: string): Promise<PayableOrder> {
    const order = (await this.orders.get(orderId)).ownedBy(customerId);
    order.mustBePayable();
    const { lines, expiresAt } = order.snapshot;
    return { orderId, totalFen: order.total.fen, description: descriptionOf(lines), expiresAt };
  }

  view(orderId: string, customerId: string): Promise<OrderView> {
    return this.views.view(orderId, customerId);
  }

  async summary(orderId: string): Promise<OrderSummary | null> {
    try {
      const order = await this.orders.get(orderId);
      const { customerId, lines } = order.snapshot;
      return { customerId, totalFen: order.total.fen, products: descriptionOf(lines) };
    } catch (error) {
      if (error instanceof OrderNotFound) return null;
      throw error;
    }
  }

  claimExpired(limit: number): Promise<ExpiredOrder[]> {
    const now = this.clock.now();
    return this.orders.claimExpired(limit, now, new Date(now.getTime() + CLAIM));
  }

  async expire(orderId: string): Promise<void> {
    try {
      await this.orders.change(orderId, (order) => order.cancel('timeout', this.clock.now()));
    } catch (error) {
      if (!(error instanceof OrderStatusForbids)) throw error;
    }
  }

  existing(orderIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.orders.existing(orderIds);
  }

  async maskedContact(orderId: string): Promise<string | null> {
    const address = (await this.addresses.of([orderId])).get(orderId);
    return address ? maskedPhone(address.phone) : null;
  }
}

function descriptionOf(lines: readonly OrderLine[]): string {
  const name = lines[0]?.productName ?? '';
  const text = lines.length > 1 ? `${name} 等${lines.length}件商品` : name;
  return [...text].slice(0, PAYMENT_DESCRIPTION_LENGTH).join('');
}

import { OrderNotFound, RefundNotFound } from '../domain/errors.js';
import { Order } from '../domain/order.js';
import {
  type ExpiredOrder,
  Orders,
  type PersonalDetails,
  type RefundOf,
  type SealedDetails,
} from '../domain/orders.js';
import type { OrderEvent } from '../events.js';

export class InMemoryOrders extends Orders {
  readonly published: OrderEvent[] = [];
  private readonly claims = new Map<string, Date>();
  private readonly states = new Map<string, Order['snapshot']>();

  seal(_orderId: string, _customerId: string, { address, remark }: PersonalDetails): Promise<SealedDetails> {
    return Promise.resolve({ address: address && JSON.stringify(address), remark });
  }

  add(orders: readonly { readonly order: Order }[]): Promise<void> {
    for (const { order } of orders) this.save(order);
    return Promise.resolve();
  }

  async get(orderId: string): Promise<Order> {
    return this.load(orderId);
  }

  async change(orderId: string, mutate: (order: Order) => void): Promise<Order> {
    const order = this.load(orderId);
    mutate(order);
    this.save(order);
    return order;
  }

  existing(orderIds: readonly string[]): Promise<ReadonlySet<string>> {
    return Promise.resolve(new Set(orderIds.filter((id) => this.states.has(id))));
  }

  countUnpaid(customerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const { customerId, status } of this.states.values()) {
      if (status !== 'CREATED' || !customerIds.includes(customerId)) continue;
      counts.set(customerId, (counts.get(customerId) ?? 0) + 1);
    }
    return Promise.resolve(counts);
  }

  private load(orderId: string): Order {
    const state = this.states.get(orderId);
    if (!state) throw new OrderNotFound();
    return Order.restore(state);
  }

  sealRefundText(_refund: RefundOf, _column: 'reason' | 'rejection', text: string): Promise<string> {
    return Promise.resolve(text);
  }

  orderOfRefund(refundId: string): Promise<{ orderId: string; customerId: string }> {
    const found = [...this.states.values()].find(({ refunds }) => refunds.some(({ id }) => id === refundId));
    return found
      ? Promise.resolve({ orderId: found.id, customerId: found.customerId })
      : Promise.reject(new RefundNotFound());
  }

  claimExpired(limit: number, now: Date, until: Date): Promise<ExpiredOrder[]> {
    const isFree = (claim = now) => claim <= now || claim > until;
    const due = [...this.states.values()].filter(
      ({ id, status, expiresAt }) => status === 'CREATED' && expiresAt <= now && isFree(this.claims.get(id)),
    );
    const claimed = due.sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime()).slice(0, limit);
    for (const { id } of claimed) this.claims.set(id, until);
    return Promise.resolve(claimed.map(({ id, expiresAt }) => ({ orderId: id, expiresAt })));
  }

  shippedBefore(time: Date, limit: number): Promise<string[]> {
    const due = [...this.states.values()].filter(
      ({ status, shippedAt }) => status === 'SHIPPED' && shippedAt !== null && shippedAt <= time,
    );
    return Promise.resolve(due.slice(0, limit).map(({ id }) => id));
  }

  private save(order: Order): void {
    this.published.push(...order.takeEvents());
    this.states.set(order.id, { ...order.snapshot });
  }
}

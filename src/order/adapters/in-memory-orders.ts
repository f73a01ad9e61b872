import { OrderNotFound } from '../domain/errors.js';
import { Order } from '../domain/order.js';
import { Orders, type PersonalDetails, type SealedDetails } from '../domain/orders.js';
import type { OrderEvent } from '../events.js';

export class InMemoryOrders extends Orders {
  readonly published: OrderEvent[] = [];
  private readonly states = new Map<string, Order['snapshot']>();

  seal(_orderId: string, { address, remark }: PersonalDetails): Promise<SealedDetails> {
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

  countUnpaid(customerId: string): Promise<number> {
    const unpaid = [...this.states.values()].filter(
      (state) => state.customerId === customerId && state.status === 'CREATED',
    );
    return Promise.resolve(unpaid.length);
  }

  private load(orderId: string): Order {
    const state = this.states.get(orderId);
    if (!state) throw new OrderNotFound();
    return Order.restore(state);
  }

  private save(order: Order): void {
    this.published.push(...order.takeEvents());
    this.states.set(order.id, { ...order.snapshot });
  }
}

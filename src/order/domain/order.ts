import { AggregateRoot, type Money } from '#kernel';
import type { CancelReason, OrderedLine, OrderEvent } from '../events.js';
import { OrderNotFound, OrderPaidAlready, OrderStatusForbids } from './errors.js';
import type { OrderLine } from './order-line.js';
import type { OrderStatus } from './order-status.js';
import type { Quote } from './pricing.js';

export type { OrderStatus };

export interface OrderState {
  readonly id: string;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  readonly quote: Quote;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  status: OrderStatus;
  paidAt: Date | null;
  shippedAt: Date | null;
  completedAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: CancelReason | null;
  /** Counts changes from 1. */
  version: number;
}

interface Placement {
  readonly id: string;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  readonly quote: Quote;
  readonly placedAt: Date;
  readonly expiresAt: Date;
}

/** A shopper's order, from the moment its stock is reserved. */
export class Order extends AggregateRoot<OrderEvent> {
  private constructor(private readonly state: OrderState) {
    super();
  }

  static place({ id, customerId, lines, quote, placedAt, expiresAt }: Placement): Order {
    const order = new Order({
      id,
      customerId,
      lines,
      quote,
      createdAt: placedAt,
      expiresAt,
      status: 'CREATED',
      paidAt: null,
      shippedAt: null,
      completedAt: null,
      cancelledAt: null,
      cancelReason: null,
      version: 1,
    });
    const totalFen = order.total.fen;
    order.record({ type: 'order.placed', orderId: id, customerId, lines: order.units, totalFen, at: placedAt });
    return order;
  }

  static restore(state: OrderState): Order {
    return new Order({ ...state });
  }

  get id(): string {
    return this.state.id;
  }

  get snapshot(): Readonly<OrderState> {
    return this.state;
  }

  get status(): OrderStatus {
    return this.state.status;
  }

  /** What it takes out of stock. */
  get units(): OrderedLine[] {
    return this.state.lines.map(({ skuId, quantity }) => ({ skuId, quantity }));
  }

  /** @throws MoneyOutOfRange */
  get total(): Money {
    const { goods, freight, discount } = this.state.quote;
    return goods.plus(freight).minus(discount);
  }

  /** @throws OrderNotFound: somebody else's order is as good as none */
  ownedBy(customerId: string): this {
    if (this.state.customerId !== customerId) throw new OrderNotFound();
    return this;
  }

  /** @throws OrderPaidAlready, OrderStatusForbids */
  mustBePayable(): void {
    if (this.status === 'CREATED') return;
    if (this.status === 'CANCELLED') throw new OrderStatusForbids(this.status);
    throw new OrderPaidAlready();
  }

  /** Asking twice is harmless. @throws OrderStatusForbids once it is paid */
  cancel(reason: CancelReason, now: Date): void {
    if (this.status === 'CANCELLED') return;
    if (this.status !== 'CREATED') throw new OrderStatusForbids(this.status);
    this.become('CANCELLED');
    this.state.cancelledAt = now;
    this.state.cancelReason = reason;
    this.record({ type: 'order.cancelled', orderId: this.id, lines: this.units, reason, at: now });
  }

  /** True when this payment pays for the order; false when the order does not wait for money (any more). */
  pay(paymentId: string, paidAt: Date, now: Date): boolean {
    if (this.status !== 'CREATED') return false;
    this.become('PAID');
    this.state.paidAt = paidAt;
    this.record({ type: 'order.paid', orderId: this.id, lines: this.units, paymentId, at: now });
    return true;
  }

  private become(status: OrderStatus): void {
    this.state.status = status;
    this.state.version += 1;
  }
}

import type { PlaceOrderCommand } from '../../../src/order/application/placement.js';
import { MOST_UNPAID, SKUS } from './running-shop.js';

export type Status = 'CREATED' | 'CANCELLED' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'REFUNDED';
export type RefundStatus = 'REQUESTED' | 'REJECTED' | 'PROCESSING' | 'SUCCEEDED' | 'FAILED';

export interface ModelRefund {
  readonly id: string;
  readonly amountFen: number;
  /** Whether the shopper asked for it; else money that came too late, or twice, goes back by itself. */
  readonly asked: boolean;
  status: RefundStatus;
}

export interface ModelOrder {
  readonly id: string;
  readonly command: PlaceOrderCommand;
  /** Units by the SKU's number. */
  readonly units: ReadonlyMap<number, number>;
  readonly totalFen: number;
  readonly expiresAt: Date;
  status: Status;
  shippedAt: Date | null;
  /** Attempts whose money the shop has heard of. */
  readonly heard: Set<string>;
  readonly refunds: ModelRefund[];
}

const PAID_FOR: readonly Status[] = ['PAID', 'SHIPPED', 'COMPLETED'];

/** What a shop is, without processes, transactions and events. */
export class ShopModel {
  readonly orders: ModelOrder[] = [];
  readonly stock = SKUS.map(({ initial }) => ({ available: initial, reserved: 0, sold: 0 }));

  /** What the shop has to say to a new order: null when it takes it, else the code. */
  refusalOf(customerId: string, units: ReadonlyMap<number, number>): number | null {
    const unpaid = this.orders.filter(({ command, status }) => {
      return command.customerId === customerId && status === 'CREATED';
    });
    if (unpaid.length >= MOST_UNPAID) return 4006;
    return [...units].some(([sku, quantity]) => quantity > (this.stock[sku]?.available ?? 0)) ? 3001 : null;
  }

  place(order: Pick<ModelOrder, 'id' | 'command' | 'units' | 'totalFen' | 'expiresAt'>): void {
    this.orders.push({ ...order, status: 'CREATED', shippedAt: null, heard: new Set(), refunds: [] });
    this.move(order.units, 'available', 'reserved');
  }

  cancel(order: ModelOrder): void {
    order.status = 'CANCELLED';
    this.move(order.units, 'reserved', 'available');
  }

  /** Money that nobody waits for goes back, under the number of its attempt. */
  hear(order: ModelOrder, attemptNo: string): void {
    if (order.heard.has(attemptNo)) return;
    order.heard.add(attemptNo);
    if (order.status === 'CREATED') {
      order.status = 'PAID';
      this.move(order.units, 'reserved', 'sold');
    } else {
      order.refunds.push({ id: attemptNo.slice(1), amountFen: order.totalFen, asked: false, status: 'PROCESSING' });
    }
  }

  /** Code of the refusal, or null. */
  refusalOfRefund(order: ModelOrder, amountFen: number | null): number | null {
    if (!PAID_FOR.includes(order.status)) return 4002;
    const held = order.refunds.filter(({ asked, status }) => asked && status !== 'REJECTED' && status !== 'FAILED');
    const left = order.totalFen - sum(held);
    return left === 0 || (amountFen ?? left) > left ? 5003 : null;
  }

  askRefund(order: ModelOrder, id: string, amountFen: number | null): void {
    const held = order.refunds.filter(({ asked, status }) => asked && status !== 'REJECTED' && status !== 'FAILED');
    const amount = amountFen ?? order.totalFen - sum(held);
    order.refunds.push({ id, amountFen: amount, asked: true, status: 'REQUESTED' });
  }

  followRefund(order: ModelOrder, refund: ModelRefund, status: RefundStatus): void {
    refund.status = status;
    const gone = sum(order.refunds.filter((one) => one.asked && one.status === 'SUCCEEDED'));
    if (!PAID_FOR.includes(order.status) || gone < order.totalFen) return;
    order.status = 'REFUNDED';
    if (order.shippedAt === null) this.move(order.units, 'sold', 'available');
  }

  mayShip({ status, refunds }: ModelOrder): boolean {
    return (
      status === 'SHIPPED' || (status === 'PAID' && !refunds.some((one) => one.asked && one.status === 'PROCESSING'))
    );
  }

  private move(units: ReadonlyMap<number, number>, from: 'available' | 'reserved' | 'sold', to: typeof from): void {
    for (const [sku, quantity] of units) {
      const levels = this.stock[sku];
      if (!levels) continue;
      levels[from] -= quantity;
      levels[to] += quantity;
    }
  }
}

function sum(refunds: readonly ModelRefund[]): number {
  return refunds.reduce((total, { amountFen }) => total + amountFen, 0);
}

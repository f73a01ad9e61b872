import { Money, newIdAt } from '#kernel';
import type { Dice } from '#platform/seeding';
import { Order } from '../domain/order.js';
import type { OrderToPlace } from '../domain/order-state.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { OrderEvent } from '../events.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const CARRIERS = ['顺丰速运', '中通快递', '圆通速递', '京东物流', '韵达快递'];
const REASONS = ['不想要了', '拍错了规格', '发货太慢', '收到时有破损', '与描述不符', '重复下单'];
const REJECTION = '商品已拆封使用，不支持退款';

type Beginning = Omit<OrderToPlace, 'id'>;

export interface SettledRefund {
  readonly id: string;
  readonly paymentId: string;
  readonly amountFen: number;
  readonly approvedAt: Date;
  readonly settledAt: Date;
}

/** Texts that are to be sealed before the order is saved. */
export interface RefundTexts {
  readonly reason: string;
  readonly rejection: string | null;
}

/**
 * One made-up order and what happened to it, step by step through the aggregate: what it forbids cannot have happened.
 * Refunds get their texts when these are sealed.
 */
export class OrderLife {
  order: Order;
  readonly events: OrderEvent[] = [];
  readonly settledRefunds: SettledRefund[] = [];
  readonly refundTexts = new Map<string, RefundTexts>();
  payment: { readonly id: string; readonly paidAt: Date } | null = null;

  constructor(
    { placedAt, ...beginning }: Beginning,
    private readonly dice: Dice,
  ) {
    this.order = Order.place({ id: newIdAt(placedAt), placedAt, ...beginning });
    this.keep();
  }

  /** Lives on from its beginning until it has this status, and perhaps a refund that does not change it. */
  reach(status: OrderStatus, now: Date): void {
    if (status === 'CREATED') return;
    if (status === 'CANCELLED') return this.cancel(now);
    const paidAt = this.pay(now);
    if (status === 'PAID') return this.askPerhaps(paidAt, now);
    if (status === 'REFUNDED' && this.dice.chance(0.6)) return this.refund(null, this.after(paidAt, 1, 20, now), now);
    const shippedAt = this.ship(paidAt, now);
    if (status === 'SHIPPED') return;
    const completedAt = this.after(shippedAt, 24, 110, now);
    this.step((order) => order.receive(completedAt));
    if (status === 'REFUNDED') return this.refund(null, this.after(completedAt, 1, 20, now), now);
    if (this.dice.chance(0.03)) this.refund(this.aPart(), this.after(completedAt, 1, 20, now), now);
    else if (this.dice.chance(0.01)) this.reject(this.after(completedAt, 1, 20, now));
    else this.askPerhaps(completedAt, now);
  }

  private cancel(now: Date): void {
    const { expiresAt, createdAt } = this.order.snapshot;
    const tooLate = expiresAt < now && this.dice.chance(0.6);
    const at = tooLate ? expiresAt : this.dice.time(createdAt, expiresAt < now ? expiresAt : now);
    this.step((order) => order.cancel(tooLate ? 'timeout' : this.dice.pick(['customer', 'customer', 'staff']), at));
  }

  private pay(now: Date): Date {
    const { createdAt, expiresAt } = this.order.snapshot;
    const until = Math.min(createdAt.getTime() + 5 * MINUTE, expiresAt.getTime(), now.getTime());
    const paidAt = this.dice.time(createdAt, new Date(until));
    this.payment = { id: newIdAt(paidAt), paidAt };
    const payment = { ...this.payment, amount: this.order.total };
    this.step((order) => order.pay(payment, paidAt));
    return paidAt;
  }

  private ship(paidAt: Date, now: Date): Date {
    const shippedAt = this.after(paidAt, 2, 40, now);
    const shipment = { carrier: this.dice.pick(CARRIERS), trackingNo: `SD${this.dice.digits(12)}` };
    this.step((order) => order.ship(shipment, shippedAt));
    return shippedAt;
  }

  private askPerhaps(since: Date, now: Date): void {
    if (this.dice.chance(0.02)) this.ask(null, this.after(since, 1, 30, now), null);
  }

  private reject(askedAt: Date): void {
    const id = this.ask(null, askedAt, REJECTION);
    this.step((order) => order.rejectRefund(id, ''));
  }

  private refund(amount: Money | null, askedAt: Date, now: Date): void {
    const id = this.ask(amount, askedAt, null);
    const approvedAt = this.after(askedAt, 1, 10, now);
    const settledAt = this.dice.time(approvedAt, new Date(Math.min(approvedAt.getTime() + MINUTE, now.getTime())));
    this.step((order) => order.approveRefund(id, approvedAt));
    this.step((order) => order.followRefund(id, 'PROCESSING', approvedAt));
    this.step((order) => order.followRefund(id, 'SUCCEEDED', settledAt));
    const refund = this.order.snapshot.refunds.find((one) => one.id === id);
    if (!refund) throw new Error(`Refund ${id} is gone`);
    const { paymentId, amount: back } = refund;
    this.settledRefunds.push({ id, paymentId, amountFen: back.fen, approvedAt, settledAt });
  }

  private ask(amount: Money | null, at: Date, rejection: string | null): string {
    const id = newIdAt(at);
    this.refundTexts.set(id, { reason: this.dice.pick(REASONS), rejection });
    this.step((order) => order.requestRefund({ id, amount, reason: '' }, at));
    return id;
  }

  /** Some of what was paid, and not all of it; orders cost more than a few fen. */
  private aPart(): Money {
    return Money.ofFen(Math.max(1, Math.floor(this.order.total.fen / this.dice.between(3, 6))));
  }

  private after(time: Date, leastHours: number, mostHours: number, now: Date): Date {
    const later = time.getTime() + this.dice.between(leastHours * 60, mostHours * 60) * MINUTE;
    return new Date(Math.min(later, now.getTime()));
  }

  /** As a repository does: each step is a version. */
  private step(change: (order: Order) => void): void {
    change(this.order);
    this.keep();
  }

  private keep(): void {
    this.events.push(...this.order.takeEvents());
    this.order = Order.restore(this.order.snapshot);
  }
}

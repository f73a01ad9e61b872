import { AggregateRoot, Money } from '#kernel';
import type { CancelReason, OrderedLine, OrderEvent } from '../events.js';
import {
  OrderNotFound,
  OrderPaidAlready,
  OrderStatusForbids,
  PriceHasChanged,
  RefundExceedsPayment,
  RefundNotFound,
  TooManyRefunds,
} from './errors.js';
import type { ArrivedPayment, OrderState, OrderToPlace, RefundRequest } from './order-state.js';
import type { OrderStatus } from './order-status.js';
import { Refund, type RefundProgress, type RefundState } from './refund.js';
import type { Shipment } from './shipment.js';

/** Refunds of its own payment, whatever became of them: providers pay back one payment no more often (WeChat Pay: 50 times). */
const MOST_REFUNDS = 50;

const PAID_FOR: readonly OrderStatus[] = ['PAID', 'SHIPPED', 'COMPLETED'];
/** Characters of the goods' description that WeChat takes with a shipment. */
const SHIPMENT_DESCRIPTION_LENGTH = 120;

/** A shopper's order, from the moment its stock is reserved, with the refunds of what was paid for it. */
export class Order extends AggregateRoot<OrderEvent> {
  private readonly refunds: Refund[];
  private readonly loadedVersion: number;

  private constructor(private readonly state: OrderState) {
    super();
    this.refunds = state.refunds.map((refund) => new Refund({ ...refund }));
    this.loadedVersion = state.version;
  }

  static place({ id, customerId, lines, quote, placedAt, expiresAt }: OrderToPlace): Order {
    const order = new Order({
      id,
      customerId,
      lines,
      quote,
      createdAt: placedAt,
      expiresAt,
      status: 'CREATED',
      paymentId: null,
      paidAt: null,
      shipment: null,
      shippedAt: null,
      completedAt: null,
      cancelledAt: null,
      cancelReason: null,
      refunds: [],
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
    return { ...this.state, refunds: this.refunds.map(({ snapshot }) => ({ ...snapshot })) };
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

  /** @param totalFen what the shopper saw; null: whatever it costs. @throws PriceHasChanged */
  costing(totalFen: number | null): this {
    if (totalFen !== null && totalFen !== this.total.fen) throw new PriceHasChanged(this.total.fen);
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
    this.mustBe('CREATED');
    this.become('CANCELLED');
    this.state.cancelledAt = now;
    this.state.cancelReason = reason;
    this.record({ type: 'order.cancelled', orderId: this.id, lines: this.units, reason, at: now });
  }

  /**
   * Paid is paid in full. Money for an order that does not wait for it (any more) goes back by itself, once, and so does any
   * amount but its total: the payment context confirms none, and this holds if it ever did. The same payment again is
   * harmless.
   */
  pay(payment: ArrivedPayment, now: Date): void {
    if (this.status !== 'CREATED' || !payment.amount.equals(this.total)) return this.sendBackUnlessKnown(payment, now);
    this.become('PAID');
    this.state.paymentId = payment.id;
    this.state.paidAt = payment.paidAt;
    this.record({ type: 'order.paid', orderId: this.id, lines: this.units, paymentId: payment.id, at: now });
  }

  /** The same shipment again is harmless. @throws OrderStatusForbids also while money is on its way back */
  ship(shipment: Shipment, now: Date): void {
    const { carrier, trackingNo } = this.state.shipment ?? {};
    if (this.status === 'SHIPPED' && carrier === shipment.carrier && trackingNo === shipment.trackingNo) return;
    const paymentId = this.state.paymentId;
    if (this.status !== 'PAID' || paymentId === null || this.ownRefunds.some(({ isUnderWay }) => isUnderWay)) {
      throw new OrderStatusForbids(this.status);
    }
    this.become('SHIPPED');
    this.state.shipment = shipment;
    this.state.shippedAt = now;
    const names = [...new Set(this.state.lines.map(({ productName }) => productName))].join('、');
    const itemDescription = [...names].slice(0, SHIPMENT_DESCRIPTION_LENGTH).join('');
    this.record({ type: 'order.shipped', orderId: this.id, paymentId, ...shipment, itemDescription, at: now });
  }

  /** The goods have arrived. Asking twice is harmless. @throws OrderStatusForbids */
  receive(now: Date): void {
    if (this.status === 'COMPLETED') return;
    this.mustBe('SHIPPED');
    this.become('COMPLETED');
    this.state.completedAt = now;
    this.record({ type: 'order.completed', orderId: this.id, at: now });
  }

  /** The payment provider says the goods have arrived. Ignored unless the order is shipped and was paid by this payment. */
  receiveIfProviderConfirms(paymentId: string, now: Date): void {
    if (this.status === 'SHIPPED' && this.state.paymentId === paymentId) this.receive(now);
  }

  /**
   * What is requested already counts as refunded.
   * @throws OrderStatusForbids, RefundExceedsPayment, TooManyRefunds: also of those that were rejected or failed
   */
  requestRefund({ id, amount, reason }: RefundRequest, now: Date): Refund {
    const { paymentId } = this.state;
    if (!PAID_FOR.includes(this.status) || paymentId === null) throw new OrderStatusForbids(this.status);
    const left = this.total.minus(sum(this.ownRefunds.filter(({ holdsItsAmount }) => holdsItsAmount)));
    const asked = amount ?? left;
    if (asked.equals(Money.zero) || asked.isMoreThan(left)) throw new RefundExceedsPayment();
    if (this.ownRefunds.length >= MOST_REFUNDS) throw new TooManyRefunds(MOST_REFUNDS);
    return this.addRefund({
      id,
      paymentId,
      amount: asked,
      reason,
      createdAt: now,
      status: 'REQUESTED',
      rejection: null,
    });
  }

  /** @throws RefundNotFound, RefundStatusForbids */
  approveRefund(refundId: string, now: Date): void {
    const refund = this.refund(refundId);
    refund.approve();
    this.recordApproval(refund, now);
  }

  /** @throws RefundNotFound, RefundStatusForbids */
  rejectRefund(refundId: string, rejection: string | null): void {
    this.refund(refundId).reject(rejection);
    this.touch();
  }

  /** What became of an approved refund. Late and repeated news is harmless. @throws RefundNotFound */
  followRefund(refundId: string, progress: RefundProgress, now: Date): void {
    if (!this.refund(refundId).progress(progress)) return;
    this.touch();
    const refunded = sum(this.ownRefunds.filter(({ status }) => status === 'SUCCEEDED'));
    if (!PAID_FOR.includes(this.status) || !refunded.isAtLeast(this.total)) return;
    this.become('REFUNDED');
    const beforeShipment = this.state.shippedAt === null;
    this.record({ type: 'order.refunded', orderId: this.id, lines: this.units, beforeShipment, at: now });
  }

  private get ownRefunds(): Refund[] {
    return this.refunds.filter(({ snapshot }) => snapshot.paymentId === this.state.paymentId);
  }

  /** The refund has the payment's own id, so that there can be only one. */
  private sendBackUnlessKnown({ id, amount }: ArrivedPayment, now: Date): void {
    if (id === this.state.paymentId || this.refunds.some((refund) => refund.id === id)) return;
    const unasked = { reason: null, rejection: null, createdAt: now, status: 'APPROVED' as const };
    this.recordApproval(this.addRefund({ id, paymentId: id, amount, ...unasked }), now);
  }

  private recordApproval({ id: refundId, snapshot }: Refund, now: Date): void {
    const { paymentId, amount } = snapshot;
    this.touch();
    this.record({ type: 'refund.approved', refundId, orderId: this.id, paymentId, amountFen: amount.fen, at: now });
  }

  private addRefund(state: RefundState): Refund {
    const refund = new Refund(state);
    this.refunds.push(refund);
    this.touch();
    return refund;
  }

  private refund(refundId: string): Refund {
    const refund = this.refunds.find(({ id }) => id === refundId);
    if (!refund) throw new RefundNotFound();
    return refund;
  }

  private mustBe(status: OrderStatus): void {
    if (this.status !== status) throw new OrderStatusForbids(this.status);
  }

  private become(status: OrderStatus): void {
    this.state.status = status;
    this.touch();
  }

  private touch(): void {
    this.state.version = this.loadedVersion + 1;
  }
}

function sum(refunds: readonly Refund[]): Money {
  return Money.sum(refunds.map(({ snapshot }) => snapshot.amount));
}

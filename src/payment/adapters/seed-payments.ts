import { Injectable } from '@nestjs/common';
import { newIdAt } from '#kernel';
import { Database, insertRows, type SqlValue } from '#platform/database';
import type { OrderEvent } from '../../order/events.js';
import { Payment } from '../domain/payment.js';
import { PaymentRefund } from '../domain/payment-refund.js';

interface RefundedPart {
  readonly id: string;
  readonly paymentId: string;
  readonly amountFen: number;
  readonly approvedAt: Date;
  readonly settledAt: Date;
}

/** What payment must know of a made-up order. */
export interface OrderToPay {
  readonly orderId: string;
  readonly customerId: string;
  /** The customer's account at the simulated WeChat. */
  readonly account: string;
  readonly totalFen: number;
  readonly placedAt: Date;
  readonly expiresAt: Date;
  readonly payment: { readonly id: string; readonly paidAt: Date } | null;
  readonly refunds: readonly RefundedPart[];
  readonly events: readonly OrderEvent[];
}

const PAYMENT_COLUMNS = [
  'id',
  'attempt_no',
  'order_id',
  'open_order_id',
  'customer_id',
  'account',
  'amount_fen',
  'status',
  'prepared_as',
  'prepared_until',
  'transaction_id',
  'paid_at',
  'expires_at',
  'next_check_at',
  'checks',
  'created_at',
  'version',
];
const REFUND_COLUMNS = [
  'id',
  'order_id',
  'payment_id',
  'amount_fen',
  'status',
  'refunded_at',
  'failure',
  'next_check_at',
  'checks',
  'created_at',
  'version',
];
const HANDLE_LIFE = 2 * 3_600_000;

/** Makes up the payments of made-up orders, settled one and all: nothing is left to ask the provider for. */
@Injectable()
export class SeedPayments {
  constructor(private readonly database: Database) {}

  /** In the caller's transaction. */
  async add(orders: readonly OrderToPay[]): Promise<void> {
    const payments = orders.flatMap((order) => {
      const payment = order.payment ? paid(order, order.payment) : givenUp(order);
      return payment ? [paymentRow(payment)] : [];
    });
    await insertRows(this.database, 'payments', PAYMENT_COLUMNS, payments);
    const refunds = orders.flatMap(({ orderId, refunds }) => refunds.map((refund) => refundRow(orderId, refund)));
    await insertRows(this.database, 'payment_refunds', REFUND_COLUMNS, refunds);
  }
}

function opened({ expiresAt: orderExpiresAt, totalFen: amountFen, ...order }: OrderToPay, id: string): Payment {
  const payment = Payment.open({ ...order, id, amountFen, orderExpiresAt, now: order.placedAt });
  payment.prepare(`wx${id}`, new Date(order.placedAt.getTime() + HANDLE_LIFE));
  return payment;
}

function paid(order: OrderToPay, { id, paidAt }: NonNullable<OrderToPay['payment']>): Payment {
  const payment = opened(order, id);
  const { attemptNo } = payment;
  payment.succeed({ attemptNo, transactionId: transactionIdFor(id), amountFen: order.totalFen, paidAt }, paidAt);
  return payment;
}

/** As WeChat's look: 28 digits. */
function transactionIdFor(id: string): string {
  return `4200${[...id.slice(2)].map((character) => character.charCodeAt(0) % 10).join('')}`;
}

/** Whoever let the time pass had begun to pay; the attempt was closed with the order. */
function givenUp(order: OrderToPay): Payment | null {
  const isTimedOut = order.events.some((event) => event.type === 'order.cancelled' && event.reason === 'timeout');
  if (!isTimedOut) return null;
  const payment = opened(order, newIdAt(order.placedAt));
  payment.close();
  payment.forgetPayer();
  return payment;
}

function paymentRow({ snapshot, isOpen }: Payment): SqlValue[] {
  if (isOpen) throw new Error('A made-up payment is settled');
  const { id, attemptNo, orderId, customerId, account, amountFen, status, preparedAs, preparedUntil } = snapshot;
  const { transactionId, paidAt, expiresAt, createdAt, version } = snapshot;
  return [
    id,
    attemptNo,
    orderId,
    null,
    customerId,
    account,
    amountFen,
    status,
    preparedAs,
    preparedUntil,
    transactionId,
    paidAt,
    expiresAt,
    null,
    0,
    createdAt,
    version,
  ];
}

function refundRow(orderId: string, { id, paymentId, amountFen, approvedAt, settledAt }: RefundedPart): SqlValue[] {
  const refund = PaymentRefund.approved({ id, orderId, paymentId, amountFen, now: approvedAt });
  refund.learn({ outcome: 'processing' }, approvedAt);
  refund.learn({ outcome: 'succeeded', at: settledAt }, settledAt);
  const { status, refundedAt, failure, createdAt, version } = refund.snapshot;
  return [id, orderId, paymentId, amountFen, status, refundedAt, failure, null, 0, createdAt, version];
}

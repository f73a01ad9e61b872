import { ManualClock } from '#kernel';
import { EventBus } from '#platform/events';
import { OrderDesk, type OrderView, type PayableOrder } from '../../order/index.js';
import { CloseAttempt } from '../application/close-attempt.js';
import { ConfirmPayment } from '../application/confirm-payment.js';
import { RecordRefund } from '../application/record-refund.js';
import { SettleAttempt } from '../application/settle-attempt.js';
import { StartPayment } from '../application/start-payment.js';
import { SyncPayment } from '../application/sync-payment.js';
import type { Payment } from '../domain/payment.js';
import { InMemoryGateway } from '../adapters/in-memory-gateway.js';
import { InMemoryPaymentRefunds } from '../adapters/in-memory-payment-refunds.js';
import { InMemoryPayments } from '../adapters/in-memory-payments.js';
import { InMemoryRejections } from '../adapters/in-memory-rejections.js';

export const ORDER = { orderId: '01KARR0000000000000000ORDR', customerId: '01KARR0000000000000000CVST' };

export class NoSuchOrder extends Error {}
export class NotPayable extends Error {}

/** One order, which hears of its payment like the real one: from the events that were published. */
class InMemoryOrderDesk extends OrderDesk {
  cancelled = false;
  totalFen = 1999;
  expiresAt: Date;

  constructor(
    private readonly payments: InMemoryPayments,
    private readonly clock: ManualClock,
  ) {
    super();
    this.expiresAt = new Date(clock.now().getTime() + 30 * 60_000);
  }

  async payable(orderId: string, customerId: string): Promise<PayableOrder> {
    const { status } = await this.view(orderId, customerId);
    if (status !== 'CREATED') throw new NotPayable();
    return { orderId, totalFen: this.totalFen, description: 'socks', expiresAt: this.expiresAt };
  }

  view(orderId: string, customerId: string): Promise<OrderView> {
    if (orderId !== ORDER.orderId || customerId !== ORDER.customerId) return Promise.reject(new NoSuchOrder());
    const status = this.cancelled ? 'CANCELLED' : this.payments.published.length > 0 ? 'PAID' : 'CREATED';
    return Promise.resolve({ id: orderId, status } as OrderView);
  }

  summary(): Promise<null> {
    throw new Error('Payments need no summary');
  }

  claimExpired(): Promise<{ orderId: string; expiresAt: Date }[]> {
    const due = !this.cancelled && this.payments.published.length === 0 && this.expiresAt <= this.clock.now();
    return Promise.resolve(due ? [{ orderId: ORDER.orderId, expiresAt: this.expiresAt }] : []);
  }

  expire(): Promise<void> {
    this.cancelled = true;
    return Promise.resolve();
  }

  existing(orderIds: readonly string[]): Promise<ReadonlySet<string>> {
    return Promise.resolve(new Set(orderIds));
  }

  maskedContact(): Promise<string | null> {
    return Promise.resolve('138****8000');
  }
}

class SettledAtOnce extends EventBus {
  constructor() {
    super(null as never, null as never, null as never);
  }

  override settled(): Promise<void> {
    return Promise.resolve();
  }
}

/** The payment context around one order, with everything outside of it in memory. */
export class PaymentRig {
  readonly clock = new ManualClock();
  readonly payments = new InMemoryPayments();
  readonly rejections = new InMemoryRejections();
  readonly gateway = new InMemoryGateway(this.clock);
  readonly order = new InMemoryOrderDesk(this.payments, this.clock);
  readonly confirm = new ConfirmPayment(this.payments, this.rejections, this.clock);
  readonly refunds = new InMemoryPaymentRefunds();
  readonly recordRefund = new RecordRefund(this.refunds, this.rejections, this.clock);
  readonly settle = new SettleAttempt(this.payments, this.gateway, this.confirm);
  readonly close = new CloseAttempt(this.payments, this.gateway, this.settle);
  readonly sync = new SyncPayment(this.payments, this.settle, this.order, new SettledAtOnce());
  readonly start = new StartPayment(
    this.payments,
    this.gateway,
    this.settle,
    this.close,
    this.order,
    new SettledAtOnce(),
    this.clock,
  );

  startPayment() {
    return this.start.execute({ ...ORDER, account: 'payer' });
  }

  syncPayment() {
    return this.sync.execute(ORDER);
  }

  attempts(): Promise<Payment[]> {
    return this.payments.ofOrder(ORDER.orderId);
  }

  /** The newest attempt. */
  async attempt(): Promise<Payment> {
    const [newest] = await this.attempts();
    if (!newest) throw new Error('No attempt was made');
    return newest;
  }

  async statuses(): Promise<string[]> {
    return (await this.attempts()).map(({ status }) => status);
  }
}

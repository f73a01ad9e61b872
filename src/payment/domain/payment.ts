import { AggregateRoot } from '#kernel';
import type { PaymentEvent } from '../events.js';

export type PaymentStatus = 'created' | 'prepared' | 'succeeded' | 'closed';

export interface PaymentState {
  readonly id: string;
  readonly attemptNo: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly amountFen: number;
  /** From then on the provider takes no money for this attempt. */
  readonly expiresAt: Date;
  readonly createdAt: Date;
  /** The payer's account at the payment provider; empty once nobody needs to know it. */
  account: string;
  status: PaymentStatus;
  /** What the provider calls the prepared payment. */
  preparedAs: string | null;
  preparedUntil: Date | null;
  transactionId: string | null;
  paidAt: Date | null;
  /** Counts changes from 1. */
  version: number;
}

interface Attempt {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly account: string;
  readonly amountFen: number;
  readonly orderExpiresAt: Date;
  readonly now: Date;
}

/** What the provider says of money that has arrived. */
export interface Receipt {
  readonly attemptNo: string;
  /** The provider's number of the transaction. */
  readonly transactionId: string;
  readonly amountFen: number;
  /** By the provider's clock. */
  readonly paidAt: Date;
}

/** What a receipt came to; the last two change nothing. */
export type Confirmation = 'succeeded' | 'repeated' | 'another-amount' | 'another-transaction';

/** WeChat refuses an attempt that lives less than a minute; the rest is for the way there. */
const SHORTEST_LIFE_MS = 65_000;
const SHORTEST_LIFE_AT_WECHAT_MS = 60_000;

/** One attempt to pay for an order. An order has at most one that is open. */
export class Payment extends AggregateRoot<PaymentEvent> {
  private constructor(private readonly state: PaymentState) {
    super();
  }

  static open({ id, orderId, customerId, account, amountFen, orderExpiresAt, now }: Attempt): Payment {
    return new Payment({
      id,
      attemptNo: Payment.attemptNoOf(id),
      orderId,
      customerId,
      account,
      amountFen,
      expiresAt: new Date(Math.max(orderExpiresAt.getTime(), now.getTime() + SHORTEST_LIFE_MS)),
      createdAt: now,
      status: 'created',
      preparedAs: null,
      preparedUntil: null,
      transactionId: null,
      paidAt: null,
      version: 1,
    });
  }

  static restore(state: PaymentState): Payment {
    return new Payment({ ...state });
  }

  /** Names the attempt at the provider. */
  static attemptNoOf(id: string): string {
    return `P${id}`;
  }

  /** Whether a number that somebody names can be one of ours. */
  static isAttemptNo(text: string): boolean {
    return /^P[0-9A-Z]{26}$/.test(text);
  }

  get id(): string {
    return this.state.id;
  }

  get attemptNo(): string {
    return this.state.attemptNo;
  }

  get status(): PaymentStatus {
    return this.state.status;
  }

  get snapshot(): Readonly<PaymentState> {
    return this.state;
  }

  get isOpen(): boolean {
    return this.status === 'created' || this.status === 'prepared';
  }

  /** The prepared payment, while the shopper can still pay with it. */
  handleAt(now: Date): string | null {
    const { preparedAs, preparedUntil, expiresAt } = this.state;
    const usable = this.status === 'prepared' && preparedUntil !== null && now < preparedUntil && now < expiresAt;
    return usable ? preparedAs : null;
  }

  /** Whether this attempt can take that amount: it is prepared, or there is time to prepare it (again). */
  canTake(amountFen: number, now: Date): boolean {
    if (!this.isOpen || this.state.amountFen !== amountFen) return false;
    const left = this.state.expiresAt.getTime() - now.getTime();
    return this.handleAt(now) !== null || left > SHORTEST_LIFE_AT_WECHAT_MS;
  }

  /** False when the attempt was settled meanwhile: the handle must then reach nobody. */
  prepare(handle: string, until: Date): boolean {
    if (!this.isOpen) return false;
    this.become('prepared');
    this.state.preparedAs = handle;
    this.state.preparedUntil = until;
    return true;
  }

  /** Money is a fact: it also counts when it arrives for an attempt that was closed. */
  succeed({ transactionId, amountFen, paidAt }: Receipt, now: Date): Confirmation {
    if (amountFen !== this.state.amountFen) return 'another-amount';
    if (this.status === 'succeeded')
      return this.state.transactionId === transactionId ? 'repeated' : 'another-transaction';
    this.become('succeeded');
    this.state.transactionId = transactionId;
    this.state.paidAt = paidAt;
    const { id: paymentId, orderId } = this.state;
    this.record({ type: 'payment.succeeded', paymentId, orderId, amountFen, paidAt: paidAt.toISOString(), at: now });
    return 'succeeded';
  }

  /** The provider says that the payer has the goods. False when this attempt has paid for none, by all we know. */
  goodsReceived(now: Date): boolean {
    if (this.status !== 'succeeded') return false;
    this.state.version += 1;
    const { id: paymentId, orderId } = this.state;
    this.record({ type: 'payment.goods-received', paymentId, orderId, at: now });
    return true;
  }

  /** Only when the provider says so. Does nothing once the money has arrived. */
  close(): void {
    if (this.isOpen) this.become('closed');
  }

  /** The provider never heard of this attempt: nobody will pay with it. */
  abandon(): void {
    this.close();
    this.forgetPayer();
  }

  /** The money itself, should it still come, goes back without anybody knowing whose it is. */
  forgetPayer(): void {
    if (this.state.account === '') return;
    this.state.account = '';
    this.state.version += 1;
  }

  private become(status: PaymentStatus): void {
    this.state.status = status;
    this.state.version += 1;
  }
}

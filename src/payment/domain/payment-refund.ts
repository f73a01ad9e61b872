import { AggregateRoot } from '#kernel';
import type { RefundEvent } from '../events.js';

/** `pending`: the provider has not taken it on yet, as far as we know. */
export type PaymentRefundStatus = 'pending' | 'processing' | 'succeeded' | 'failed';

export interface PaymentRefundState {
  readonly id: string;
  readonly orderId: string;
  /** The payment the money goes back from. */
  readonly paymentId: string;
  readonly amountFen: number;
  readonly createdAt: Date;
  status: PaymentRefundStatus;
  /** By the provider's clock. */
  refundedAt: Date | null;
  /** The provider's code. */
  failure: string | null;
  /** Counts changes from 1. */
  version: number;
}

interface ApprovedRefund {
  readonly id: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amountFen: number;
  readonly now: Date;
}

/** What the provider says has become of a refund. */
export type RefundOutcome =
  | { readonly outcome: 'processing' }
  /** Not final: somebody has to do something. `taken`: the provider has taken the refund on. */
  | { readonly outcome: 'stuck'; readonly code: string; readonly taken: boolean }
  | { readonly outcome: 'succeeded'; readonly at: Date }
  | { readonly outcome: 'failed'; readonly code: string };

/** What news came to; the last changes nothing. */
export type RefundConfirmation = 'recorded' | 'repeated' | 'another-outcome';

/** Money on its way back: pending → processing → succeeded | failed. The last two are final. */
export class PaymentRefund extends AggregateRoot<RefundEvent> {
  private constructor(private readonly state: PaymentRefundState) {
    super();
  }

  static approved({ now, ...facts }: ApprovedRefund): PaymentRefund {
    return new PaymentRefund({
      ...facts,
      createdAt: now,
      status: 'pending',
      refundedAt: null,
      failure: null,
      version: 1,
    });
  }

  static restore(state: PaymentRefundState): PaymentRefund {
    return new PaymentRefund({ ...state });
  }

  /** The refund that bears this number; null when it can be none of ours. */
  static idOf(refundNo: string): string | null {
    return /^R([0-9A-Z]{26})$/.exec(refundNo)?.[1] ?? null;
  }

  get id(): string {
    return this.state.id;
  }

  /** Names the refund at the provider: the same however often it is sent, so that the money goes back once. */
  get refundNo(): string {
    return `R${this.id}`;
  }

  get status(): PaymentRefundStatus {
    return this.state.status;
  }

  get snapshot(): Readonly<PaymentRefundState> {
    return this.state;
  }

  get isFinal(): boolean {
    return this.status === 'succeeded' || this.status === 'failed';
  }

  /** Late and repeated news is harmless. */
  learn(news: RefundOutcome, now: Date): RefundConfirmation {
    if (this.isFinal) return this.agreesWith(news) ? 'repeated' : 'another-outcome';
    switch (news.outcome) {
      case 'succeeded':
        this.succeed(news.at, now);
        return 'recorded';
      case 'failed':
        this.fail(news.code, now);
        return 'recorded';
      case 'stuck':
        return news.taken ? this.start(now) : 'repeated';
      case 'processing':
        return this.start(now);
    }
  }

  /** What is not final may well be told after what is. */
  private agreesWith({ outcome }: RefundOutcome): boolean {
    return outcome === this.status || outcome === 'processing' || outcome === 'stuck';
  }

  private start(now: Date): RefundConfirmation {
    if (this.status === 'processing') return 'repeated';
    this.become('processing');
    this.record({ type: 'payment.refund-started', ...this.names, at: now });
    return 'recorded';
  }

  private succeed(refundedAt: Date, now: Date): void {
    this.become('succeeded');
    this.state.refundedAt = refundedAt;
    const { amountFen } = this.state;
    const at = { refundedAt: refundedAt.toISOString(), at: now };
    this.record({ type: 'payment.refund-succeeded', ...this.names, amountFen, ...at });
  }

  private fail(reason: string, now: Date): void {
    this.become('failed');
    this.state.failure = reason;
    this.record({ type: 'payment.refund-failed', ...this.names, reason, at: now });
  }

  private get names(): { readonly refundId: string; readonly orderId: string } {
    return { refundId: this.id, orderId: this.state.orderId };
  }

  private become(status: PaymentRefundStatus): void {
    this.state.status = status;
    this.state.version += 1;
  }
}

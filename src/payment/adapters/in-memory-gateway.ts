import type { Clock } from '#kernel';
import { WechatUnavailable } from '#platform/wechat-errors';
import {
  type PaymentAnswer,
  type Notification,
  type NotificationHeaders,
  type PaymentArguments,
  PaymentGateway,
  type Preparation,
  type PreparationRequest,
  type RefundAnswer,
  type RefundNews,
  type RefundRefusal,
  type RefundRequest,
  type Unknown,
} from '../application/payment-gateway.js';
import { NotificationForged } from '../domain/errors.js';
import type { RefundOutcome } from '../domain/payment-refund.js';
import type { Receipt } from '../domain/payment.js';

interface Prepared {
  readonly request: PreparationRequest;
  closed: boolean;
  receipt: Receipt | null;
}

/** A provider that does what it is told; `silent` makes it give no usable answer. */
export class InMemoryGateway extends PaymentGateway {
  readonly attempts = new Map<string, Prepared>();
  readonly calls: string[] = [];
  silent = false;
  readonly refunds = new Map<string, RefundRequest>();
  /** What becomes of every refund. */
  refundOutcome: RefundOutcome = { outcome: 'processing' };
  /** Which requests for a refund it refuses. */
  refuses: (request: RefundRequest) => RefundRefusal | null = () => null;
  /** Runs while the provider is at work on a preparation. */
  meanwhile: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly clock: Clock) {
    super();
  }

  async prepare(request: PreparationRequest): Promise<Preparation> {
    this.calls.push('prepare');
    if (this.silent) throw new WechatUnavailable(5);
    await this.meanwhile();
    const known = this.attempts.get(request.attemptNo);
    if (known?.receipt) return { outcome: 'paid' };
    if (known?.closed) return { outcome: 'refused', because: new Error('closed') };
    this.attempts.set(request.attemptNo, { request, closed: false, receipt: null });
    const validUntil = new Date(this.clock.now().getTime() + 7_200_000);
    return { outcome: 'prepared', handle: `handle of ${request.attemptNo}`, validUntil };
  }

  argumentsFor(handle: string): PaymentArguments {
    const timeStamp = String(this.clock.now().getTime());
    return { timeStamp, nonceStr: 'nonce', package: handle, signType: 'RSA', paySign: 'signed' };
  }

  ask(attemptNo: string): Promise<PaymentAnswer> {
    this.calls.push('ask');
    if (this.silent) return Promise.resolve(noAnswer());
    const known = this.attempts.get(attemptNo);
    if (known?.receipt) return Promise.resolve({ outcome: 'paid', receipt: known.receipt });
    return Promise.resolve({ outcome: 'not-paid', closed: known?.closed ?? false });
  }

  close(attemptNo: string): Promise<{ readonly outcome: 'closed' | 'paid' } | Unknown> {
    this.calls.push('close');
    if (this.silent) return Promise.resolve(noAnswer());
    const known = this.attempts.get(attemptNo);
    if (known?.receipt) return Promise.resolve({ outcome: 'paid' });
    if (known) known.closed = true;
    return Promise.resolve({ outcome: 'closed' });
  }

  refund(request: RefundRequest): Promise<RefundAnswer | RefundRefusal> {
    this.calls.push('refund');
    if (this.silent) return Promise.resolve(noAnswer());
    const refusal = this.refuses(request);
    if (refusal) return Promise.resolve(refusal);
    this.refunds.set(request.refundNo, request);
    return Promise.resolve({ outcome: 'known', refund: this.newsOf(request) });
  }

  askRefund(refundNo: string): Promise<RefundAnswer | { readonly outcome: 'not-there' }> {
    this.calls.push('ask refund');
    const known = this.refunds.get(refundNo);
    if (this.silent) return Promise.resolve(noAnswer());
    return Promise.resolve(known ? { outcome: 'known', refund: this.newsOf(known) } : { outcome: 'not-there' });
  }

  newsOf({ refundNo, attemptNo, amountFen }: RefundRequest): RefundNews {
    return { refundNo, attemptNo, amountFen, news: this.refundOutcome };
  }

  /** The raw body is the notification in JSON; an unsigned one is forged. */
  readNotification(headers: NotificationHeaders, rawBody: string): Promise<Notification> {
    if (headers['signed'] !== 'yes') return Promise.reject(new NotificationForged());
    return Promise.resolve(JSON.parse(rawBody) as Notification);
  }

  /** The shopper pays. */
  pay(attemptNo: string, changes: Partial<Receipt> = {}): Receipt {
    const known = this.attempts.get(attemptNo);
    if (!known || known.closed) throw new Error('Nothing to pay for');
    const { amountFen } = known.request;
    known.receipt = { attemptNo, transactionId: `T-${attemptNo}`, amountFen, paidAt: this.clock.now(), ...changes };
    return known.receipt;
  }
}

function noAnswer(): Unknown {
  return { outcome: 'unknown', because: new WechatUnavailable(5) };
}

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
  type RefundRequest,
  type Unknown,
} from '../../../src/payment/application/payment-gateway.js';
import type { RefundOutcome } from '../../../src/payment/domain/payment-refund.js';
import type { Receipt } from '../../../src/payment/domain/payment.js';
import type { WechatBooks } from '../../../src/console/invariants/wechat-books.js';
import type { CrashPoints } from './crash-points.js';

/** An attempt as WeChat knows it. */
export interface Attempt {
  readonly request: PreparationRequest;
  closed: boolean;
  receipt: Receipt | null;
}

interface Sent {
  readonly request: RefundRequest;
  news: RefundOutcome;
}

type Closing = { readonly outcome: 'closed' } | { readonly outcome: 'paid' } | Unknown;

/** WeChat Pay, which outlives the shop's processes and keeps its own books. `silent`: it does what it is told, and nobody hears. */
export class SimulatedGateway extends PaymentGateway {
  readonly attempts = new Map<string, Attempt>();
  readonly refunds = new Map<string, Sent>();
  silent = false;
  crashPoints: CrashPoints | null = null;

  constructor(private readonly clock: Clock) {
    super();
  }

  async prepare(request: PreparationRequest): Promise<Preparation> {
    const answer = await this.call((): Preparation => {
      const known = this.attempts.get(request.attemptNo);
      if (known?.receipt) return { outcome: 'paid' };
      if (known?.closed) return { outcome: 'refused', because: new Error('closed') };
      if (!known) this.attempts.set(request.attemptNo, { request, closed: false, receipt: null });
      const validUntil = new Date(this.clock.now().getTime() + 7_140_000);
      return { outcome: 'prepared', handle: `handle of ${request.attemptNo}`, validUntil };
    });
    if (answer.outcome === 'unknown') throw answer.because;
    return answer;
  }

  argumentsFor(handle: string): PaymentArguments {
    return { timeStamp: '0', nonceStr: 'nonce', package: handle, signType: 'RSA', paySign: 'signed' };
  }

  ask(attemptNo: string): Promise<PaymentAnswer> {
    return this.call((): PaymentAnswer => {
      const known = this.attempts.get(attemptNo);
      if (known?.receipt) return { outcome: 'paid', receipt: known.receipt };
      return { outcome: 'not-paid', closed: known?.closed ?? false };
    });
  }

  close(attemptNo: string): Promise<Closing> {
    return this.call((): Closing => {
      const known = this.attempts.get(attemptNo);
      if (known?.receipt) return { outcome: 'paid' };
      if (known) known.closed = true;
      return { outcome: 'closed' };
    });
  }

  refund(request: RefundRequest): Promise<RefundAnswer> {
    return this.call((): RefundAnswer => {
      const known = this.refunds.get(request.refundNo) ?? { request, news: { outcome: 'processing' } };
      this.refunds.set(request.refundNo, known);
      return { outcome: 'known', refund: newsOf(known) };
    });
  }

  askRefund(refundNo: string): Promise<RefundAnswer> {
    return this.call((): RefundAnswer => {
      const known = this.refunds.get(refundNo);
      if (!known) return { outcome: 'unknown', because: new WechatUnavailable(5) };
      return { outcome: 'known', refund: newsOf(known) };
    });
  }

  /** The raw body names what is told; what is told is the present truth. */
  async readNotification(_: NotificationHeaders, rawBody: string): Promise<Notification> {
    const sent = this.refunds.get(rawBody);
    if (sent) return { kind: 'refund', id: rawBody, refund: newsOf(sent) };
    const receipt = this.attempts.get(rawBody)?.receipt;
    if (!receipt) throw new Error(`There is nothing to tell of ${rawBody}`);
    return { kind: 'paid', id: rawBody, receipt };
  }

  /** Attempts of an order with which the shopper can pay now. */
  payable(orderId: string): string[] {
    const open = [...this.attempts].filter(([, { request, closed, receipt }]) => {
      return request.orderId === orderId && !closed && !receipt && this.clock.now() < request.expiresAt;
    });
    return open.map(([attemptNo]) => attemptNo);
  }

  paid(orderId: string): Attempt[] {
    return [...this.attempts.values()].filter(({ request, receipt }) => request.orderId === orderId && receipt);
  }

  /** The shopper pays. */
  pay(attemptNo: string): void {
    const attempt = this.attempts.get(attemptNo);
    if (!attempt || attempt.closed || attempt.receipt) throw new Error(`Nobody can pay with ${attemptNo}`);
    const { amountFen } = attempt.request;
    attempt.receipt = { attemptNo, transactionId: `T${attemptNo}`, amountFen, paidAt: this.clock.now() };
  }

  /** The money is back, or it is not to be sent back. */
  settleRefund(refundNo: string, succeeds: boolean): void {
    const sent = this.refunds.get(refundNo);
    if (sent?.news.outcome !== 'processing') return;
    sent.news = succeeds ? { outcome: 'succeeded', at: this.clock.now() } : { outcome: 'failed', code: 'CLOSED' };
  }

  get books(): WechatBooks {
    const attempts = [...this.attempts.values()];
    const statuses = { processing: 'PROCESSING', stuck: 'ABNORMAL', succeeded: 'SUCCESS', failed: 'CLOSED' } as const;
    return {
      transactions: attempts.map(({ request, receipt }) => ({
        outTradeNo: request.attemptNo,
        transactionId: receipt?.transactionId ?? null,
        totalFen: request.amountFen,
      })),
      refunds: [...this.refunds.values()].map(({ request, news }) => ({
        outRefundNo: request.refundNo,
        refundFen: request.amountFen,
        status: statuses[news.outcome],
      })),
    };
  }

  private async call<T>(effect: () => T): Promise<T | Unknown> {
    const done = async () => effect();
    const result = await (this.crashPoints?.around(done) ?? done());
    return this.silent ? { outcome: 'unknown', because: new WechatUnavailable(5) } : result;
  }
}

function newsOf({ request: { refundNo, attemptNo, amountFen }, news }: Sent): RefundNews {
  return { refundNo, attemptNo, amountFen, news };
}

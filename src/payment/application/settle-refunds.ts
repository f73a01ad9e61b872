import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { PeriodicJob } from '#platform/jobs';
import { WechatLimitReached } from '#platform/wechat-errors';
import type { PaymentRefund } from '../domain/payment-refund.js';
import { PaymentRefunds } from '../domain/payment-refunds.js';
import { Payments } from '../domain/payments.js';
import { PaymentGateway, type RefundAnswer, type RefundRefusal, type RefundRequest } from './payment-gateway.js';
import { RecordRefund } from './record-refund.js';

const BATCH = 20;
/**
 * Milliseconds. "Requests for multiple refunds for the same order must be separated by 1 minute" (WeChat Pay, refunds).
 * They are sent all the same, for mostly they are taken on; but a no within a minute, and some more for WeChat's clock, is not
 * believed to be final, and the request is made again when the minute is over.
 */
const TOO_SOON_MS = 90_000;
const PUT_OFF_MS = 65_000;

/** Nothing is known that was not known before. */
interface Waiting {
  readonly outcome: 'waiting';
}
const WAITING: Waiting = { outcome: 'waiting' };

/**
 * Sends approved refunds to the provider and asks what has become of them until it is final. Without an answer
 * nothing is known and nothing changes: the same request, under the same number, is made again at its next turn.
 */
@Injectable()
export class SettleRefunds extends PeriodicJob {
  readonly every = 2_000;
  private readonly logger = new Logger(SettleRefunds.name);

  constructor(
    private readonly refunds: PaymentRefunds,
    private readonly payments: Payments,
    private readonly gateway: PaymentGateway,
    private readonly recordRefund: RecordRefund,
    private readonly clock: Clock,
    config: Config,
  ) {
    super(config);
  }

  async run(): Promise<void> {
    while (!this.stopping) {
      const due = await this.refunds.claimUnsettled(BATCH, this.clock.now());
      await Promise.all(byPayment(due).map((refunds) => this.settleInTurn(refunds)));
      if (due.length < BATCH) return;
    }
  }

  /** WeChat Pay may fail refunds of one payment that are asked for at the same moment. */
  private async settleInTurn(refunds: readonly PaymentRefund[]): Promise<void> {
    for (const refund of refunds) await this.settle(refund);
  }

  private async settle(refund: PaymentRefund): Promise<void> {
    try {
      const answer = await this.answerTo(refund);
      if (answer.outcome !== 'known') return;
      await this.recordRefund.execute({ refund: answer.refund, key: refund.refundNo });
    } catch (error) {
      this.logger.error({ err: error, refundId: refund.id }, 'A refund waits for its next turn');
    }
  }

  private async answerTo(refund: PaymentRefund): Promise<RefundAnswer | Waiting> {
    if (refund.status !== 'processing') return this.send(refund);
    const answer = await this.gateway.askRefund(refund.refundNo);
    return answer.outcome === 'not-there' ? WAITING : answer;
  }

  private async send(refund: PaymentRefund): Promise<RefundAnswer | Waiting> {
    const request = await this.requestFor(refund);
    await this.refunds.noteSending(refund.id, this.clock.now());
    const answer = await this.gateway.refund(request);
    if (answer.outcome === 'refused') return this.afterRefusal(refund, request, answer);
    const isTooSoon = answer.outcome === 'unknown' && answer.because instanceof WechatLimitReached;
    return isTooSoon && (await this.isPutOff(refund, request)) ? WAITING : answer;
  }

  private async requestFor({ refundNo, snapshot }: PaymentRefund): Promise<RefundRequest> {
    const { attemptNo, snapshot: paid } = await this.payments.get(snapshot.paymentId);
    return { refundNo, attemptNo, amountFen: snapshot.amountFen, paidFen: paid.amountFen };
  }

  /** A request that was not answered may have been taken on, whatever is said to the one after it. */
  private async afterRefusal(
    refund: PaymentRefund,
    request: RefundRequest,
    { code, perhapsTooSoon }: RefundRefusal,
  ): Promise<RefundAnswer | Waiting> {
    const { refundNo, attemptNo, amountFen } = request;
    const answer = await this.gateway.askRefund(refundNo);
    if (answer.outcome !== 'not-there') return answer;
    if (perhapsTooSoon && (await this.isPutOff(refund, request))) return WAITING;
    return { outcome: 'known', refund: { refundNo, attemptNo, amountFen, news: { outcome: 'failed', code } } };
  }

  /**
   * Whether another refund of the payment was sent a moment before; this one then has its turn when the minute is over.
   * What is more than is left of the payment is refused for that, whenever it is sent.
   */
  private async isPutOff(refund: PaymentRefund, { amountFen, paidFen }: RefundRequest): Promise<boolean> {
    const now = this.clock.now().getTime();
    const siblings = await this.refunds.siblingsOf(refund);
    const others = siblings.reduce((sum, sibling) => sum + sibling.amountFen, 0);
    const isSoon = siblings.some(({ sentAt }) => sentAt !== null && Math.abs(now - sentAt.getTime()) < TOO_SOON_MS);
    if (!isSoon || amountFen + others > paidFen) return false;
    await this.refunds.noteRefusal(refund.id, new Date(now + PUT_OFF_MS));
    return true;
  }
}

function byPayment(refunds: readonly PaymentRefund[]): PaymentRefund[][] {
  const groups = new Map<string, PaymentRefund[]>();
  for (const refund of refunds) {
    const { paymentId } = refund.snapshot;
    groups.set(paymentId, [...(groups.get(paymentId) ?? []), refund]);
  }
  return [...groups.values()];
}

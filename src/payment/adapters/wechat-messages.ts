import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { WechatUnavailable } from '#platform/wechat-errors';
import type {
  Refund,
  RefundNotice,
  SettledTransaction,
  Transaction,
  Notification as WechatNotification,
} from '#wechat';
import type { PaymentAnswer, Notification, RefundNews } from '../application/payment-gateway.js';
import type { RefundOutcome } from '../domain/payment-refund.js';
import type { Receipt } from '../domain/payment.js';

/** Seconds; an answer about another merchant's money will hardly be better at once. */
const RETRY_AFTER_SECONDS = 60;

/** Translates what WeChat Pay says, and compares what a signature does not vouch for: merchant, app, currency. */
@Injectable()
export class WechatMessages {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  answerOf(transaction: Transaction): PaymentAnswer {
    if (this.mismatch(transaction)) return { outcome: 'unknown', because: new WechatUnavailable(RETRY_AFTER_SECONDS) };
    switch (transaction.tradeState) {
      case 'SUCCESS':
      case 'REFUND':
        return { outcome: 'paid', receipt: receiptOf(transaction) };
      case 'CLOSED':
      case 'REVOKED':
        return { outcome: 'not-paid', closed: true };
      case 'NOTPAY':
      case 'USERPAYING':
      case 'PAYERROR':
        return { outcome: 'not-paid', closed: false };
    }
  }

  notificationFrom(message: WechatNotification): Notification {
    const { id, eventType, kind, resource } = message;
    if (kind === 'other') return { kind: 'not-ours', id, reason: 'no-payment', attemptNo: null, transactionId: null };
    if (kind === 'malformed') return malformed(message);
    const { outTradeNo: attemptNo, transactionId } = resource;
    const notOurs = (reason: string): Notification => ({ kind: 'not-ours', id, reason, attemptNo, transactionId });
    if (kind === 'refund') {
      const ours = resource.merchantId === this.config.wechat.pay.merchantId;
      return ours ? { kind, id, refund: this.refundNewsOf(resource) } : notOurs('another-merchant');
    }
    const reason = this.mismatch(resource);
    if (reason) return notOurs(reason);
    if (eventType !== 'TRANSACTION.SUCCESS' || resource.tradeState !== 'SUCCESS') return notOurs('no-success');
    return { kind: 'paid', id, receipt: receiptOf(resource) };
  }

  refundNewsOf(refund: Refund | RefundNotice): RefundNews {
    const { outRefundNo: refundNo, outTradeNo: attemptNo, amount } = refund;
    return { refundNo, attemptNo, amountFen: amount.refundFen, news: this.outcomeOf(refund) };
  }

  private outcomeOf({ status, successTime }: Refund | RefundNotice): RefundOutcome {
    switch (status) {
      case 'SUCCESS':
        return { outcome: 'succeeded', at: successTime ?? this.clock.now() };
      case 'CLOSED':
        return { outcome: 'failed', code: status };
      case 'ABNORMAL':
        return { outcome: 'stuck', code: status, taken: true };
      case 'PROCESSING':
        return { outcome: 'processing' };
    }
  }

  private mismatch({ appId, merchantId, amount }: Transaction): string | null {
    const { wechat } = this.config;
    if (merchantId !== wechat.pay.merchantId) return 'another-merchant';
    if (appId !== wechat.appId) return 'another-app';
    return amount && amount.currency !== 'CNY' ? 'another-currency' : null;
  }
}

/** Of what cannot be read staff see what it says it is about. */
function malformed({ id, problem, resource }: Extract<WechatNotification, { kind: 'malformed' }>): Notification {
  const [attemptNo, transactionId] = [textOf(resource.out_trade_no), textOf(resource.transaction_id)];
  return { kind: 'not-ours', id, reason: `malformed: ${problem}`, attemptNo, transactionId };
}

const LONGEST_SHOWN = 64;

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, LONGEST_SHOWN) : null;
}

function receiptOf({ outTradeNo, transactionId, amount, successTime }: SettledTransaction): Receipt {
  return { attemptNo: outTradeNo, transactionId, amountFen: amount.totalFen, paidAt: successTime };
}

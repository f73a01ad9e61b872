import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { WechatUnavailable } from '#platform/wechat-errors';
import type { SettledTransaction, Transaction, Notification as WechatNotification } from '#wechat';
import type { Answer, Notification } from '../application/payment-gateway.js';
import type { Receipt } from '../domain/payment.js';

/** Seconds; an answer about another merchant's money will hardly be better at once. */
const RETRY_AFTER_SECONDS = 60;

/** Translates what WeChat Pay says, and compares what a signature does not vouch for: merchant, app, currency. */
@Injectable()
export class WechatMessages {
  constructor(private readonly config: Config) {}

  answerOf(transaction: Transaction): Answer {
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
    const { outTradeNo: attemptNo, transactionId } = resource;
    const notOurs = (reason: string): Notification => ({ kind: 'not-ours', id, reason, attemptNo, transactionId });
    if (kind === 'refund') return notOurs('unknown-refund');
    const reason = this.mismatch(resource);
    if (reason) return notOurs(reason);
    if (eventType !== 'TRANSACTION.SUCCESS' || resource.tradeState !== 'SUCCESS') return notOurs('no-success');
    return { kind: 'paid', id, receipt: receiptOf(resource) };
  }

  private mismatch({ appId, merchantId, amount }: Transaction): string | null {
    const { wechat } = this.config;
    if (merchantId !== wechat.pay.merchantId) return 'another-merchant';
    if (appId !== wechat.appId) return 'another-app';
    return amount && amount.currency !== 'CNY' ? 'another-currency' : null;
  }
}

function receiptOf({ outTradeNo, transactionId, amount, successTime }: SettledTransaction): Receipt {
  return { attemptNo: outTradeNo, transactionId, amountFen: amount.totalFen, paidAt: successTime };
}

import { createPublicKey, type KeyObject } from 'node:crypto';
import { ControlError } from './control-error.js';
import type { DeliveryPlan } from './delivery-plan.js';
import {
  isPaid,
  type Ledger,
  type PaidTransaction,
  type Refund,
  type RefundStatus,
  type Transaction,
} from './ledger.js';
import { paymentNotification, refundNotification, type Notification } from './notifications.js';
import type { Notifier } from './notifier.js';
import { makeTransactionId } from './numbers.js';
import type { WechatSimulatorOptions } from './options.js';
import { isPrepayExpired } from './pay-routes.js';
import { isExpired } from './prepay-rules.js';
import type { NotificationWish, PayOrderRequest, PayRequest, PayResult, ResendRequest } from './control-requests.js';
import { isSignedBy } from './signing.js';

/** What shoppers and WeChat Pay do with money, outside of what a shop asks for. */
export class Payments {
  refundOutcome: RefundStatus = 'SUCCESS';
  private readonly merchantKey: KeyObject;

  constructor(
    private readonly shop: WechatSimulatorOptions,
    private readonly ledger: Ledger,
    private readonly notifier: Notifier,
    private readonly now: () => Date,
  ) {
    this.merchantKey = createPublicKey(shop.merchantPublicKey);
  }

  /** What wx.requestPayment does, with the checks of the WeChat client. */
  pay(request: PayRequest): PayResult {
    const { timeStamp, nonceStr, package: prepayPackage, signType, paySign, appId = this.shop.appId } = request;
    if (signType !== 'RSA') throw new ControlError('signType must be RSA');
    const message = `${appId}\n${timeStamp}\n${nonceStr}\n${prepayPackage}\n`;
    if (!isSignedBy(this.merchantKey, message, paySign)) throw new ControlError('paySign does not verify');
    if (appId !== this.shop.appId) throw new ControlError('the prepay_id belongs to another app');
    const prepayId = prepayPackage.slice('prepay_id='.length);
    const transaction = prepayPackage.startsWith('prepay_id=') ? this.ledger.withPrepayId(prepayId) : undefined;
    if (!transaction) throw new ControlError('no such prepay_id', 404);
    if (transaction.prepayId !== prepayId) throw new ControlError('the prepay_id has expired', 409);
    return this.settlePayment(transaction, request);
  }

  /** The shopper pays what is waiting, without a page that asks. */
  payOrder(request: PayOrderRequest): PayResult {
    const transaction = this.ledger.withOutTradeNo(request.outTradeNo);
    if (!transaction) throw new ControlError('no such out_trade_no', 404);
    return this.settlePayment(transaction, request);
  }

  resend(request: ResendRequest): { id: string } {
    const make = this.notificationOf(request);
    const { changes, times = 1, forgery } = request;
    return {
      id: this.notifier.send(make, { copies: times, ...(changes && { changes }), ...(forgery && { forgery }) }),
    };
  }

  /** Called for each accepted refund; WeChat decides it a moment after it has answered PROCESSING. */
  refundAccepted(refund: Refund): void {
    const status = this.refundOutcome;
    if (status !== 'PROCESSING') setImmediate(() => this.settleRefund(refund, status, {}));
  }

  settleRefund(refund: Refund, status: RefundStatus, wish: NotificationWish): void {
    refund.status = status;
    refund.successTime = status === 'SUCCESS' ? this.now() : undefined;
    const make = (changes?: Record<string, unknown>) => refundNotification(refund, this.shop, this.now(), changes);
    if (make()) this.notifier.send((changes) => sure(make(changes)), planOf(wish));
  }

  existingRefund(outRefundNo: string): Refund {
    const refund = this.ledger.refund(outRefundNo);
    if (!refund) throw new ControlError('no such refund', 404);
    return refund;
  }

  existingPayment(outTradeNo: string): PaidTransaction {
    const transaction = this.ledger.withOutTradeNo(outTradeNo);
    if (!transaction) throw new ControlError('no such out_trade_no', 404);
    if (!isPaid(transaction)) throw new ControlError('nothing is paid yet', 409);
    return transaction;
  }

  private settlePayment(transaction: Transaction, request: NotificationWish & { successTime?: string }): PayResult {
    if (transaction.state === 'CLOSED') throw new ControlError('the order is closed', 409);
    if (isPaid(transaction)) throw new ControlError('the order is paid already', 409);
    const now = this.now();
    if (isPrepayExpired(transaction, now)) throw new ControlError('the prepay_id has expired', 409);
    if (isExpired(transaction.prepay.timeExpire, now)) throw new ControlError('time_expire has passed', 409);
    const successTime = request.successTime === undefined ? now : new Date(request.successTime);
    if (Number.isNaN(successTime.getTime())) throw new ControlError('successTime is not a time');
    const paid = { transactionId: makeTransactionId(now), successTime };
    const settled = Object.assign(transaction, { paid, state: 'SUCCESS' as const });
    this.ledger.put(settled);
    this.notifier.send((changes) => paymentNotification(settled, this.shop, this.now(), changes), planOf(request));
    return { transactionId: paid.transactionId, outTradeNo: transaction.prepay.outTradeNo };
  }

  private notificationOf({ outTradeNo, outRefundNo }: ResendRequest) {
    if (outRefundNo === undefined) {
      const transaction = this.existingPayment(outTradeNo ?? '');
      return (changes?: Record<string, unknown>) => paymentNotification(transaction, this.shop, this.now(), changes);
    }
    const refund = this.existingRefund(outRefundNo);
    const make = (changes?: Record<string, unknown>) => refundNotification(refund, this.shop, this.now(), changes);
    if (!make()) throw new ControlError('the refund has no notify_url or is not decided yet', 409);
    return (changes?: Record<string, unknown>) => sure(make(changes));
  }
}

function planOf({ notify, duplicates = 0, delayMs = 0, forgery, changes }: NotificationWish): Partial<DeliveryPlan> {
  return {
    copies: notify === false ? 0 : 1 + duplicates,
    lateMs: delayMs,
    ...(forgery !== undefined && { forgery }),
    ...(changes && { changes }),
  };
}

function sure(notification: Notification | undefined): Notification {
  if (!notification) throw new Error('a decided refund with a notify_url has a notification');
  return notification;
}

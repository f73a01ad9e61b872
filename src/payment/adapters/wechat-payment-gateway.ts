import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Config } from '#platform/config';
import { API_PREFIX } from '#platform/http';
import { mayWorkLater, WechatUnavailable } from '#platform/wechat-errors';
import { AlreadyPaid, OrderClosed, PayClient, SignatureOutOfTime, TransactionNotFound, WechatRefused } from '#wechat';
import {
  type PaymentAnswer,
  type Notification,
  type NotificationHeaders,
  type PaymentArguments,
  PaymentGateway,
  type Preparation,
  type PreparationRequest,
  type RefundAnswer,
  type RefundRefusal,
  type RefundRequest,
  type Unknown,
} from '../application/payment-gateway.js';
import { failedPayments } from './payment-figures.js';
import { WechatMessages } from './wechat-messages.js';
import { inOurWords, refundRefusal } from './wechat-failures.js';

const NOTIFY_PATH = `/${API_PREFIX}/payments/wechat/notifications`;
const REFUND_NOTIFY_PATH = `/${API_PREFIX}/payments/wechat/refund-notifications`;
/** A prepay_id is valid for two hours (WeChat Pay APIv3, JSAPI); a minute is left to pay in. */
const HANDLE_LIFE_MS = 119 * 60_000;

@Injectable()
export class WechatPaymentGateway extends PaymentGateway {
  private readonly log = new Logger(WechatPaymentGateway.name);

  constructor(
    private readonly pay: PayClient,
    private readonly messages: WechatMessages,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    super();
  }

  async prepare(request: PreparationRequest): Promise<Preparation> {
    const { attemptNo, orderId, description, amountFen, account, expiresAt } = request;
    const validUntil = new Date(this.clock.now().getTime() + HANDLE_LIFE_MS);
    try {
      const { prepayId } = await this.pay.prepay({
        outTradeNo: attemptNo,
        description,
        totalFen: amountFen,
        openid: account,
        notifyUrl: this.config.http.publicBaseUrl + NOTIFY_PATH,
        timeExpire: expiresAt,
        attach: orderId,
      });
      return { outcome: 'prepared', handle: prepayId, validUntil };
    } catch (error) {
      if (error instanceof AlreadyPaid) return { outcome: 'paid' };
      failedPayments.inc();
      if (error instanceof OrderClosed || error instanceof WechatRefused) return { outcome: 'refused', because: error };
      throw this.unknown(error).because;
    }
  }

  argumentsFor(handle: string): PaymentArguments {
    return this.pay.paymentArguments(handle);
  }

  async ask(attemptNo: string): Promise<PaymentAnswer> {
    try {
      return this.messages.answerOf(await this.pay.query(attemptNo));
    } catch (error) {
      if (error instanceof TransactionNotFound) return { outcome: 'not-paid', closed: false };
      return this.unknown(error);
    }
  }

  /** What WeChat does not know takes no money either. */
  async close(attemptNo: string): Promise<{ readonly outcome: 'closed' } | { readonly outcome: 'paid' } | Unknown> {
    try {
      await this.pay.close(attemptNo);
      return { outcome: 'closed' };
    } catch (error) {
      if (error instanceof AlreadyPaid) return { outcome: 'paid' };
      if (error instanceof OrderClosed || error instanceof TransactionNotFound) return { outcome: 'closed' };
      return this.unknown(error);
    }
  }

  async refund({ refundNo, attemptNo, amountFen, paidFen }: RefundRequest): Promise<RefundAnswer | RefundRefusal> {
    try {
      const refund = await this.pay.refund({
        outTradeNo: attemptNo,
        outRefundNo: refundNo,
        refundFen: amountFen,
        totalFen: paidFen,
        notifyUrl: this.config.http.publicBaseUrl + REFUND_NOTIFY_PATH,
      });
      return { outcome: 'known', refund: this.messages.refundNewsOf(refund) };
    } catch (error) {
      const no = refundRefusal(error);
      if (!no) return this.unknown(error);
      return no.outcome === 'refused' ? no : { outcome: 'known', refund: { refundNo, attemptNo, amountFen, news: no } };
    }
  }

  async askRefund(refundNo: string): Promise<RefundAnswer | { readonly outcome: 'not-there' }> {
    try {
      return { outcome: 'known', refund: this.messages.refundNewsOf(await this.pay.queryRefund(refundNo)) };
    } catch (error) {
      if (error instanceof TransactionNotFound) return { outcome: 'not-there' };
      return this.unknown(error);
    }
  }

  async readNotification(headers: NotificationHeaders, rawBody: string): Promise<Notification> {
    try {
      return this.messages.notificationFrom(await this.pay.openNotification(headers, rawBody));
    } catch (error) {
      if (error instanceof SignatureOutOfTime) this.log.warn(`A notification is refused: ${error.message}`);
      throw inOurWords(error);
    }
  }

  /** What is no matter of WeChat's state, such as refused credentials, is for the operator; the client may try again all the same. */
  private unknown(error: unknown): Unknown {
    const because = inOurWords(error);
    if (mayWorkLater(because)) {
      this.log.warn({ err: error }, 'What became of a payment is unknown');
      return { outcome: 'unknown', because };
    }
    this.log.error({ err: error }, 'WeChat Pay does not work with this shop: what became of a payment is unknown');
    return { outcome: 'unknown', because: new WechatUnavailable() };
  }
}

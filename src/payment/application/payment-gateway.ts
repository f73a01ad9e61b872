import type { RefundOutcome } from '../domain/payment-refund.js';
import type { Receipt } from '../domain/payment.js';

export interface PreparationRequest {
  readonly attemptNo: string;
  readonly orderId: string;
  /** What the payer sees; at most 127 characters. */
  readonly description: string;
  readonly amountFen: number;
  /** The payer's account at the provider. */
  readonly account: string;
  readonly expiresAt: Date;
}

export type Preparation =
  | { readonly outcome: 'prepared'; readonly handle: string; readonly validUntil: Date }
  | { readonly outcome: 'paid' }
  /** This attempt cannot be prepared (any more); another one may. */
  | { readonly outcome: 'refused'; readonly because: Error };

/** The arguments of `wx.requestPayment`. */
export interface PaymentArguments {
  /** Seconds since the epoch. */
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: 'RSA';
  readonly paySign: string;
}

/** Nobody can tell; never to be taken for a yes or a no. */
export interface Unknown {
  readonly outcome: 'unknown';
  readonly because: Error;
}

export type PaymentAnswer =
  | { readonly outcome: 'paid'; readonly receipt: Receipt }
  | { readonly outcome: 'not-paid'; readonly closed: boolean }
  | Unknown;

export interface RefundRequest {
  /** The same number is the same refund, however often it is sent. */
  readonly refundNo: string;
  /** attemptNo of the payment that is refunded. */
  readonly attemptNo: string;
  readonly amountFen: number;
  /** Amount of the whole payment. */
  readonly paidFen: number;
}

/** What the provider says of a refund, with the numbers it says it of. */
export interface RefundNews {
  readonly refundNo: string;
  readonly attemptNo: string;
  readonly amountFen: number;
  readonly news: RefundOutcome;
}

export type RefundAnswer = { readonly outcome: 'known'; readonly refund: RefundNews } | Unknown;

/** The provider's no to a request: it takes this refund on neither now nor later. */
export interface RefundRefusal {
  readonly outcome: 'refused';
  /** The provider's code. */
  readonly code: string;
  /** It may also say no more than that another refund of the payment was taken on just before. */
  readonly perhapsTooSoon: boolean;
}

/** What the provider tells of its own accord, its signature verified. */
export type Notification =
  | { readonly kind: 'paid'; readonly id: string; readonly receipt: Receipt }
  | { readonly kind: 'refund'; readonly id: string; readonly refund: RefundNews }
  | {
      readonly kind: 'not-ours';
      readonly id: string;
      readonly reason: string;
      readonly attemptNo: string | null;
      readonly transactionId: string | null;
    };

export type NotificationHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The payment provider, in our words. All but `argumentsFor` and, mostly, `readNotification` call the outside world. */
export abstract class PaymentGateway {
  /** The same request may be sent again. @throws WechatUnavailable, WechatLimitReached */
  abstract prepare(request: PreparationRequest): Promise<Preparation>;

  abstract argumentsFor(handle: string): PaymentArguments;

  abstract ask(attemptNo: string): Promise<PaymentAnswer>;

  /** After `closed` the provider takes no money for this attempt. */
  abstract close(attemptNo: string): Promise<{ readonly outcome: 'closed' } | { readonly outcome: 'paid' } | Unknown>;

  /**
   * Sends money back. The same request may be sent again, also after an answer that got lost. `refused` is said of this
   * request alone: one that was made before may have been taken on.
   */
  abstract refund(request: RefundRequest): Promise<RefundAnswer | RefundRefusal>;

  /** What has become of a refund. `not-there`: the provider has not taken it on. */
  abstract askRefund(refundNo: string): Promise<RefundAnswer | { readonly outcome: 'not-there' }>;

  /**
   * @param rawBody as received, byte for byte
   * @throws NotificationForged, NotificationIllegible; WechatUnavailable when it cannot be verified now
   */
  abstract readNotification(headers: NotificationHeaders, rawBody: string): Promise<Notification>;
}

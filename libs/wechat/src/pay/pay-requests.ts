export interface Prepayment {
  /** 6 to 32 of `[0-9A-Za-z_-|*]`. */
  readonly outTradeNo: string;
  /** At most 127 characters. */
  readonly description: string;
  readonly totalFen: number;
  readonly openid: string;
  readonly notifyUrl: string;
  /** At least a minute from now; it stops payments but does not close the transaction. */
  readonly timeExpire: Date;
  /** At most 128 characters; comes back in queries and notifications. */
  readonly attach: string;
  readonly payerClientIp?: string;
}

/** What `wx.requestPayment` takes. Its "ok" on the phone proves nothing. */
export interface PaymentArguments {
  /** Seconds since the epoch. */
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: 'RSA';
  readonly paySign: string;
}

export interface RefundRequest {
  readonly outTradeNo: string;
  /** The same number is the same refund, however often it is sent. */
  readonly outRefundNo: string;
  readonly refundFen: number;
  /** Of the whole transaction. */
  readonly totalFen: number;
  readonly reason?: string;
  readonly notifyUrl: string;
}

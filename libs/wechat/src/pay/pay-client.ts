import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { WechatUnreachable } from '../errors.js';
import { Transport, type Headers, type TransportOptions } from '../transport.js';
import { beijingTime } from '../beijing-time.js';
import { BillDesk } from './bill-desk.js';
import { MerchantSigner, type Merchant } from './merchant-signer.js';
import { readNotification, type Notification } from './notification.js';
import { noContent, PayApi } from './pay-api.js';
import type { PaymentArguments, Prepayment, RefundRequest } from './pay-requests.js';
import { PayWire } from './pay-wire.js';
import { PlatformCertificates } from './platform-certificates.js';
import { refund, type Refund } from './refund.js';
import { apiV3KeyOf } from './sealed-resource.js';
import { SignatureVerifier } from './signature-verifier.js';
import type { BillRow } from './trade-bill.js';
import { transaction, type Transaction } from './transaction.js';

export interface PayOptions extends TransportOptions, Merchant {
  readonly appId: string;
  /** 32 bytes of UTF-8. */
  readonly apiV3Key: string;
  /** WeChat Pay's public key (`PUB_KEY_ID_…` and PEM); null in platform-certificate mode. */
  readonly publicKey: { readonly id: string; readonly key: string } | null;
  readonly now?: () => Date;
}

const prepayment = z.object({ prepay_id: z.string().min(1).max(64) });

/**
 * WeChat Pay APIv3 for one merchant and one mini program.
 * Every call may throw WechatUnreachable or WechatBusy (the outcome is unknown), WechatQuotaReached, CredentialsRefused or WechatRefused.
 */
export class PayClient {
  private readonly transport: Transport;
  private readonly signer: MerchantSigner;
  private readonly verifier: SignatureVerifier;
  private readonly api: PayApi;
  private readonly bills: BillDesk;
  private readonly apiV3Key: KeyObject;

  constructor(private readonly options: PayOptions) {
    const now = options.now ?? (() => new Date());
    const publicKey = options.publicKey && { id: options.publicKey.id, key: createPublicKey(options.publicKey.key) };
    const publicKeyOf = (serial: string) => (publicKey?.id === serial ? publicKey.key : null);
    this.apiV3Key = apiV3KeyOf(options.apiV3Key);
    this.transport = new Transport(options);
    this.signer = new MerchantSigner(options, now);
    const wire = new PayWire(this.transport, this.signer, publicKey?.id ?? null);
    const certificates = new PlatformCertificates(wire, this.apiV3Key, publicKeyOf, now);
    this.verifier = new SignatureVerifier(publicKeyOf, certificates, now);
    this.api = new PayApi(wire, this.verifier);
    this.bills = new BillDesk(this.api, wire);
  }

  /** Opens a transaction; the same parameters may be sent again and give a prepay_id again. @throws AlreadyPaid, OrderClosed */
  async prepay(asked: Prepayment): Promise<{ readonly prepayId: string }> {
    const answer = await this.api.call({
      operation: 'prepay',
      method: 'POST',
      path: '/v3/pay/transactions/jsapi',
      body: {
        appid: this.options.appId,
        mchid: this.options.merchantId,
        description: asked.description,
        out_trade_no: asked.outTradeNo,
        time_expire: beijingTime(asked.timeExpire),
        attach: asked.attach,
        notify_url: asked.notifyUrl,
        amount: { total: asked.totalFen, currency: 'CNY' },
        payer: { openid: asked.openid },
        ...(asked.payerClientIp === undefined ? {} : { scene_info: { payer_client_ip: asked.payerClientIp } }),
      },
      answer: prepayment,
    });
    return { prepayId: answer.prepay_id };
  }

  /** Valid for two hours after the prepayment; makes no outside call. */
  paymentArguments(prepayId: string): PaymentArguments {
    const [timeStamp, nonceStr, packageText] = [this.signer.timestamp(), this.signer.nonce(), `prepay_id=${prepayId}`];
    const paySign = this.signer.sign(this.options.appId, timeStamp, nonceStr, packageText);
    return { timeStamp, nonceStr, package: packageText, signType: 'RSA', paySign };
  }

  /** @throws TransactionNotFound */
  async query(outTradeNo: string): Promise<Transaction> {
    const { merchantId } = this.options;
    const found = await this.api.call({
      operation: 'query',
      method: 'GET',
      path: `${transactionPath(outTradeNo)}?mchid=${encodeURIComponent(merchantId)}`,
      answer: transaction,
    });
    // A signature does not tell which question it answers.
    if (found.outTradeNo !== outTradeNo || found.merchantId !== merchantId) throw anotherAnswer('query');
    return found;
  }

  /** No payment is taken afterwards. @throws AlreadyPaid, OrderClosed (it is closed already), TransactionNotFound */
  async close(outTradeNo: string): Promise<void> {
    await this.api.call({
      operation: 'close',
      method: 'POST',
      path: `${transactionPath(outTradeNo)}/close`,
      body: { mchid: this.options.merchantId },
      answer: noContent,
    });
  }

  /** @throws TransactionNotFound */
  async refund(asked: RefundRequest): Promise<Refund> {
    const made = await this.api.call({
      operation: 'refund',
      method: 'POST',
      path: '/v3/refund/domestic/refunds',
      body: {
        out_trade_no: asked.outTradeNo,
        out_refund_no: asked.outRefundNo,
        ...(asked.reason === undefined ? {} : { reason: asked.reason }),
        notify_url: asked.notifyUrl,
        amount: { refund: asked.refundFen, total: asked.totalFen, currency: 'CNY' },
      },
      answer: refund,
    });
    const same = made.outRefundNo === asked.outRefundNo && made.outTradeNo === asked.outTradeNo;
    if (!same || made.amount.refundFen !== asked.refundFen) throw anotherAnswer('refund');
    return made;
  }

  /** @throws TransactionNotFound when there is no such refund */
  async queryRefund(outRefundNo: string): Promise<Refund> {
    const found = await this.api.call({
      operation: 'query refund',
      method: 'GET',
      path: `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`,
      answer: refund,
    });
    if (found.outRefundNo !== outRefundNo) throw anotherAnswer('query refund');
    return found;
  }

  /**
   * What was paid on a day, as it comes over the wire: believe none of it before the last one has come, for only then is
   * it known to be whole. From 10:00 of the next day on, three months back.
   * @param day `yyyy-MM-dd`, of Beijing
   * @throws BillNotThere, BillNotReady; while reading WechatUnreachable
   */
  tradeBill(day: string): Promise<AsyncIterable<BillRow>> {
    return this.bills.payments(day);
  }

  /**
   * Verifies and decrypts a notification.
   * @param rawBody as received, byte for byte
   * @throws SignatureRefused, UndecipherableNotification; WechatUnreachable when a platform certificate must be fetched and cannot be
   */
  async openNotification(headers: Headers, rawBody: string | Buffer): Promise<Notification> {
    const body = Buffer.isBuffer(rawBody) ? rawBody : Buffer.from(rawBody, 'utf8');
    await this.verifier.verify(headers, body);
    return readNotification(body, this.apiV3Key);
  }

  /** Waits for the calls in flight, then closes the connections. */
  disconnect(): Promise<void> {
    return this.transport.close();
  }
}

function transactionPath(outTradeNo: string): string {
  return `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}`;
}

function anotherAnswer(operation: string): WechatUnreachable {
  return new WechatUnreachable(operation, 'garbled', 'the answer is about something else');
}

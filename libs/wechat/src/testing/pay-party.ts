import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Aes, Rsa } from './independent-library.js';
import type { PayOptions } from '../pay/pay-client.js';
import type { Script } from './scripted-server.js';
import { selfSignedCertificate } from './self-signed-certificate.js';

export const APP_ID = 'wx8888888888888888';
export const MERCHANT_ID = '1900000001';
export const API_V3_KEY = '0123456789abcdef0123456789ABCDEF';
export const NOW = new Date('2026-11-23T04:00:00.000Z');

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject) =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();

export const merchant = pair();

/** One key that WeChat Pay signs with; signs and encrypts by an independent library. */
export class PayParty {
  readonly keys = pair();

  constructor(readonly serial: string) {}

  headers(body: string, at: Date = NOW, nonce = 'c5ac7061fccab6bf3e254dcf98995b8c'): Record<string, string> {
    const timestamp = String(Math.floor(at.getTime() / 1000));
    return {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-signature': Rsa.sign(`${timestamp}\n${nonce}\n${body}\n`, this.keys.privateKey),
      'wechatpay-serial': this.serial,
    };
  }

  answer(body: unknown, status = 200): Script {
    const text = body === null ? '' : JSON.stringify(body);
    const headers = { ...this.headers(text), 'content-type': 'application/json', 'request-id': 'req-1' };
    return (response) => response.writeHead(status, headers).end(text);
  }

  /** As an entry of `GET /v3/certificates`. */
  certificate(validTo = new Date('2030-01-01T00:00:00Z'), apiV3Key = API_V3_KEY) {
    const text = selfSignedCertificate(this.keys.privateKey, this.serial, validTo);
    return { serial_no: this.serial, encrypt_certificate: seal(text, 'certificate', apiV3Key) };
  }

  get publicKey() {
    return { id: this.serial, key: pem(this.keys.publicKey) };
  }
}

export function seal(plaintext: string, associatedData: string, apiV3Key = API_V3_KEY, nonce = '61f9c719728a') {
  const ciphertext = Aes.AesGcm.encrypt(plaintext, apiV3Key, nonce, associatedData);
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce, associated_data: associatedData };
}

export function payOptions(baseUrl: string, publicKey: PayOptions['publicKey']): PayOptions {
  return {
    appId: APP_ID,
    merchantId: MERCHANT_ID,
    merchantSerialNo: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    merchantPrivateKey: pem(merchant.privateKey),
    apiV3Key: API_V3_KEY,
    publicKey,
    baseUrl,
    now: () => NOW,
  };
}

/** A transaction as WeChat Pay shows it when it is paid. */
export const paidTransaction = {
  appid: APP_ID,
  mchid: MERCHANT_ID,
  out_trade_no: 'T0001',
  transaction_id: '4200000000202611230000000001',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  success_time: '2026-11-23T11:59:30+08:00',
  attach: '01ORDER',
  payer: { openid: 'oUser' },
  amount: { total: 1999, payer_total: 1899, currency: 'CNY', payer_currency: 'CNY' },
};

export const processingRefund = {
  refund_id: '50300000002026112300000000001',
  out_refund_no: 'R0001',
  transaction_id: '4200000000202611230000000001',
  out_trade_no: 'T0001',
  channel: 'ORIGINAL',
  create_time: '2026-11-23T12:00:00+08:00',
  status: 'PROCESSING',
  amount: { refund: 500, total: 1999, payer_refund: 500, currency: 'CNY' },
};

export const prepayment = {
  outTradeNo: 'T0001',
  description: '一斤苹果',
  totalFen: 1999,
  openid: 'oUser',
  notifyUrl: 'https://shop.example/notify',
  timeExpire: new Date('2026-11-23T04:30:00.900Z'),
  attach: '01ORDER',
};

export const refundRequest = {
  outTradeNo: 'T0001',
  outRefundNo: 'R0001',
  refundFen: 500,
  totalFen: 1999,
  notifyUrl: 'https://shop.example/r',
};

import { createPrivateKey, randomBytes, sign, type KeyObject } from 'node:crypto';

export interface Merchant {
  readonly merchantId: string;
  /** Serial number of the merchant's API certificate. */
  readonly merchantSerialNo: string;
  /** PEM, PKCS#8 or PKCS#1. */
  readonly merchantPrivateKey: string;
}

/** Signs in the merchant's name: SHA256withRSA, PKCS#1 v1.5. */
export class MerchantSigner {
  private readonly key: KeyObject;

  constructor(
    private readonly merchant: Merchant,
    private readonly now: () => Date,
  ) {
    this.key = createPrivateKey(merchant.merchantPrivateKey);
    if (this.key.asymmetricKeyType !== 'rsa') throw new TypeError('the merchant key must be an RSA key');
  }

  /** Base64 of the signature over the lines, each ended by a newline. */
  sign(...lines: readonly string[]): string {
    return sign('sha256', Buffer.from(lines.map((line) => `${line}\n`).join('')), this.key).toString('base64');
  }

  /** The `Authorization` header of one request; `body` is "" for a GET. */
  authorization(method: string, path: string, body: string): string {
    const [timestamp, nonce] = [this.timestamp(), this.nonce()];
    const signature = this.sign(method, path, timestamp, nonce, body);
    const { merchantId, merchantSerialNo } = this.merchant;
    return (
      `WECHATPAY2-SHA256-RSA2048 mchid="${merchantId}",nonce_str="${nonce}",timestamp="${timestamp}",` +
      `serial_no="${merchantSerialNo}",signature="${signature}"`
    );
  }

  /** Seconds since the epoch. */
  timestamp(): string {
    return String(Math.floor(this.now().getTime() / 1000));
  }

  /** 32 characters. */
  nonce(): string {
    return randomBytes(16).toString('hex');
  }
}

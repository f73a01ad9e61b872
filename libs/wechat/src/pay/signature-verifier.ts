import type { KeyObject } from 'node:crypto';
import { SignatureRefused } from '../errors.js';
import type { Headers } from '../transport.js';
import type { PlatformCertificates } from './platform-certificates.js';
import { checkSignature, readSignatureHeaders } from './signature-headers.js';

const PUBLIC_KEY_PREFIX = 'PUB_KEY_ID_';

/** Verifies what WeChat Pay sends, answers and notifications, with the key that its `Wechatpay-Serial` names. */
export class SignatureVerifier {
  constructor(
    private readonly publicKeyOf: (serial: string) => KeyObject | null,
    private readonly certificates: PlatformCertificates,
    private readonly now: () => Date,
  ) {}

  /** @throws SignatureRefused; WechatUnreachable when a certificate is needed and cannot be fetched */
  async verify(headers: Headers, body: Buffer): Promise<void> {
    const read = readSignatureHeaders(headers, this.now());
    const key = read.serial.startsWith(PUBLIC_KEY_PREFIX)
      ? this.publicKeyOf(read.serial)
      : await this.certificates.keyOf(read.serial);
    if (!key) throw new SignatureRefused('unknown serial');
    checkSignature(read, body, key);
  }
}

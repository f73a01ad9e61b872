import type { KeyObject } from 'node:crypto';
import { SignatureRefused } from '../errors.js';
import type { Headers } from '../transport.js';
import type { PlatformCertificates } from './platform-certificates.js';
import { checkSignature, outOfTime, readSignatureHeaders } from './signature-headers.js';

const PUBLIC_KEY_PREFIX = 'PUB_KEY_ID_';

/** Verifies what WeChat Pay sends, answers and notifications, with the key that its `Wechatpay-Serial` names. */
export class SignatureVerifier {
  constructor(
    private readonly publicKeyOf: (serial: string) => KeyObject | null,
    private readonly certificates: PlatformCertificates,
    private readonly now: () => Date,
  ) {}

  /** @throws SignatureRefused, SignatureOutOfTime; WechatUnreachable when a certificate is needed and cannot be fetched */
  async verify(headers: Headers, body: Buffer): Promise<void> {
    const read = readSignatureHeaders(headers);
    const now = this.now();
    // Nothing is fetched for a message that will be refused for its time alone.
    const key = outOfTime(read, now) === null ? await this.keyOf(read.serial) : this.knownKeyOf(read.serial);
    if (!key) throw new SignatureRefused('unknown serial');
    checkSignature(read, body, key, now);
  }

  private async keyOf(serial: string): Promise<KeyObject | null> {
    return serial.startsWith(PUBLIC_KEY_PREFIX) ? this.publicKeyOf(serial) : this.certificates.keyOf(serial);
  }

  private knownKeyOf(serial: string): KeyObject | null {
    return this.publicKeyOf(serial) ?? this.certificates.knownKeyOf(serial);
  }
}

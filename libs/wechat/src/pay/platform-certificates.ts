import { X509Certificate, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { measured } from '../call-figures.js';
import { SignatureRefused, WechatUnreachable } from '../errors.js';
import { jsonObject } from '../json.js';
import type { OutsideAnswer } from '../transport.js';
import type { PayWire } from './pay-wire.js';
import { sealedResource, unseal } from './sealed-resource.js';
import { checkSignature, readSignatureHeaders } from './signature-headers.js';

const OPERATION = 'certificates';
/** At most one request a minute on behalf of serials nobody knows: a forger can make up as many as they like. */
const PAUSE_MS = 60_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;
/** How old the list may get before it is fetched again, so that a new certificate is known before it signs. */
const FRESH_MS = 12 * 3_600_000;
/** The answers that say: this merchant has no platform certificates, as in public-key mode. */
const HAS_NONE: readonly number[] = [403, 404];

const list = z.object({
  data: z
    .array(z.object({ serial_no: z.string(), encrypt_certificate: sealedResource }))
    .min(1)
    .max(50),
});

type Certificates = ReadonlyMap<string, X509Certificate>;

/**
 * The platform certificates WeChat Pay signs with: fetched when a serial turns up that is not among them, and again when
 * the list is old. The first list is believed because it decrypts with the APIv3 key and one of its certificates signed
 * it; while a fetch fails the certificates that are known go on serving.
 */
export class PlatformCertificates {
  private trusted: Certificates = new Map();
  private fetching: Promise<void> | null = null;
  private failure: WechatUnreachable | null = null;
  private pausedUntil = -Infinity;
  private freshUntil = Infinity;

  constructor(
    private readonly wire: PayWire,
    private readonly apiV3Key: KeyObject,
    private readonly publicKeyOf: (serial: string) => KeyObject | null,
    private readonly now: () => Date,
    /** Milliseconds that never jump. */
    private readonly elapsed: () => number = () => performance.now(),
  ) {}

  /** The key of that serial, or null when WeChat Pay has no certificate of it, or it has expired. @throws WechatUnreachable */
  async keyOf(serial: string): Promise<KeyObject | null> {
    const known = this.knownKeyOf(serial);
    if (known) {
      if (this.elapsed() >= this.freshUntil) this.renew();
      return known;
    }
    if (!this.fetching && this.elapsed() < this.pausedUntil) {
      if (this.failure) throw this.failure;
      return null;
    }
    this.wire.transport.guard();
    await this.fetch();
    return this.knownKeyOf(serial);
  }

  /** Without asking WeChat Pay. */
  knownKeyOf(serial: string): KeyObject | null {
    const certificate = this.trusted.get(serial);
    return certificate && this.now().getTime() <= Date.parse(certificate.validTo) ? certificate.publicKey : null;
  }

  // Nobody waits for it, and nobody is worse off when it fails.
  private renew(): void {
    if (this.fetching || this.elapsed() < this.pausedUntil) return;
    this.fetch().catch(() => undefined);
  }

  private fetch(): Promise<void> {
    this.fetching ??= measured(OPERATION, () => this.refresh()).finally(() => (this.fetching = null));
    return this.fetching;
  }

  private async refresh(): Promise<void> {
    try {
      const deadline = this.wire.transport.deadline();
      const answer = await this.wire.send(OPERATION, { method: 'GET', path: '/v3/certificates', body: null }, deadline);
      if (answer.status === 200) this.trusted = this.open(answer);
      else if (!HAS_NONE.includes(answer.status))
        throw new WechatUnreachable(OPERATION, 'status', `HTTP ${answer.status}`);
      this.failure = null;
      this.freshUntil = this.elapsed() + FRESH_MS;
      this.pausedUntil = this.elapsed() + PAUSE_MS;
    } catch (error) {
      if (error instanceof WechatUnreachable) this.failure = error;
      this.pausedUntil = this.elapsed() + PAUSE_AFTER_FAILURE_MS;
      throw error;
    }
  }

  private open(answer: OutsideAnswer): Certificates {
    const json = list.safeParse(jsonObject(answer.body));
    if (!json.success) throw new WechatUnreachable(OPERATION, 'garbled');
    const opened = new Map(
      json.data.data.map((entry) => {
        const pem = unseal(entry.encrypt_certificate, this.apiV3Key);
        if (!pem) throw new WechatUnreachable(OPERATION, 'unverified', 'a certificate does not decrypt');
        return [entry.serial_no, certificateOf(entry.serial_no, pem)] as const;
      }),
    );
    this.checkSigned(answer, opened);
    return opened;
  }

  // The APIv3 key vouches for the first certificates; from then on the signature of a known one is worth as much.
  private checkSigned(answer: OutsideAnswer, opened: Certificates): void {
    try {
      const headers = readSignatureHeaders(answer.headers);
      const { serial } = headers;
      const key = this.publicKeyOf(serial) ?? opened.get(serial)?.publicKey ?? this.trusted.get(serial)?.publicKey;
      if (!key) throw new SignatureRefused('unknown serial');
      checkSignature(headers, answer.body, key, this.now());
    } catch (error) {
      if (error instanceof SignatureRefused) throw new WechatUnreachable(OPERATION, 'unverified', error.message);
      throw error;
    }
  }
}

function certificateOf(serial: string, pem: Buffer): X509Certificate {
  try {
    const certificate = new X509Certificate(pem);
    if (unpadded(certificate.serialNumber) === unpadded(serial)) return certificate;
  } catch {
    // falls through: not a certificate
  }
  throw new WechatUnreachable(OPERATION, 'garbled', 'not the certificate of its serial');
}

function unpadded(serial: string): string {
  return serial.toUpperCase().replace(/^0+/, '');
}

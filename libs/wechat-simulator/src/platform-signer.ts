import { createPrivateKey, randomBytes, type KeyObject } from 'node:crypto';
import { makeRsaKeyPair } from './credentials.js';
import type { PlatformKey } from './options.js';
import type { PlatformCertificates } from './platform-certificates.js';
import { signInBackground } from './signing.js';

/**
 * What answers and notifications are signed with. `mixed` takes the public key and every published certificate in
 * turn, message by message, whatever a request names: what a merchant meets while it migrates.
 */
export type SigningMode = 'public-key' | 'certificate' | 'mixed';
export const signingModes: readonly SigningMode[] = ['public-key', 'certificate', 'mixed'];

interface SigningKey {
  serial: string;
  privateKey: KeyObject;
}

/** Signs what WeChat Pay says. */
export class PlatformSigner {
  mode: SigningMode = 'public-key';
  private readonly publicKey: SigningKey;
  private impostor: Promise<KeyObject> | undefined;
  private turn = 0;

  constructor(
    key: PlatformKey,
    readonly certificates: PlatformCertificates,
    private readonly now: () => Date,
  ) {
    this.publicKey = { serial: key.publicKeyId, privateKey: createPrivateKey(key.privateKey) };
  }

  /** Whether a request may name this key in its `Wechatpay-Serial`. */
  async knows(serial: string): Promise<boolean> {
    if (serial === this.publicKey.serial) return true;
    return (await this.certificates.all()).some(({ serialNo }) => serialNo === serial);
  }

  /**
   * The `Wechatpay-*` headers for a body.
   * @param wanted the `Wechatpay-Serial` of the request, which is answered with the same kind of key
   * @param forgery spoils one thing: the signature itself, or as named
   */
  async headers(body: string, wanted?: string, forgery?: string | number): Promise<Record<string, string>> {
    const { serial, privateKey } = await this.keyFor(wanted);
    const age = forgery === 'stale' ? 600 : 0;
    const timestamp = String(Math.floor(this.now().getTime() / 1000) - age);
    const nonce = randomBytes(16).toString('hex');
    const message = Buffer.from(`${timestamp}\n${nonce}\n${body}\n`);
    const key = forgery === 'key' ? await this.impostorKey() : privateKey;
    const signature = (await signInBackground('sha256', message, key)).toString('base64');
    return {
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Signature': spoil(signature, forgery),
      'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
      'Wechatpay-Serial': forgery === 'serial' ? 'PUB_KEY_ID_0000000000000000000000000000' : serial,
    };
  }

  private async keyFor(wanted: string | undefined): Promise<SigningKey> {
    if (this.mode === 'mixed') return this.nextKey();
    const certificate = this.mode === 'certificate' || (wanted !== undefined && wanted !== this.publicKey.serial);
    if (!certificate) return this.publicKey;
    const { serialNo, privateKey } = await this.certificates.current();
    return { serial: serialNo, privateKey };
  }

  private async nextKey(): Promise<SigningKey> {
    const certificates = await this.certificates.all();
    const turn = this.turn % (certificates.length + 1);
    this.turn += 1;
    const certificate = certificates[turn - 1];
    return certificate ? { serial: certificate.serialNo, privateKey: certificate.privateKey } : this.publicKey;
  }

  private impostorKey(): Promise<KeyObject> {
    this.impostor ??= makeRsaKeyPair().then(({ privateKey }) => createPrivateKey(privateKey));
    return this.impostor;
  }
}

/** Changes one digit, so that it reads as well as before: what a signature is there to notice. */
export function tamper(body: string): string {
  const changed = body.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  return changed === body ? `${body} ` : changed;
}

const honestSignature: readonly unknown[] = [undefined, 'stale', 'serial', 'key', 'tampered'];

/** `signtest` is how WeChat Pay itself probes whether a merchant verifies. */
function spoil(signature: string, forgery: string | number | undefined): string {
  if (honestSignature.includes(forgery)) return signature;
  if (forgery === 'signtest') return `WECHATPAY/SIGNTEST/${signature.slice(19)}`;
  return randomBytes(256).toString('base64');
}

import { createCipheriv, createPrivateKey, randomBytes, sign, verify, type KeyLike, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { makeRsaKeyPair } from './credentials.js';
import { makePlatformCertificate, type PlatformCertificate } from './platform-certificate.js';
import type { PlatformKey } from './options.js';

/** The key that answers and notifications are signed with; while a merchant migrates both kinds arrive. */
export type SigningMode = 'public-key' | 'certificate';

const signInBackground = promisify<string, Buffer, KeyObject, Buffer>(sign);

/** Whether SHA256withRSA (PKCS#1 v1.5) made `signature` (base64) over `message`. */
export function isSignedBy(publicKey: KeyLike, message: string, signature: string): boolean {
  return verify('sha256', Buffer.from(message), publicKey, Buffer.from(signature, 'base64'));
}

export interface EncryptedResource {
  algorithm: 'AEAD_AES_256_GCM';
  ciphertext: string;
  associated_data: string;
  nonce: string;
}

/** AES-256-GCM with the APIv3 key; the tag stands at the end of the ciphertext. */
export function encryptResource(apiV3Key: string, associatedData: string, plaintext: string): EncryptedResource {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: ciphertext.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}

/** Signs what WeChat Pay says: with the public-key pair, or with the platform certificate that is made when first needed. */
export class PlatformSigner {
  mode: SigningMode = 'public-key';
  private readonly publicKeyId: string;
  private readonly privateKey: KeyObject;
  private madeCertificate: Promise<PlatformCertificate> | undefined;

  constructor(
    key: PlatformKey,
    private readonly now: () => Date,
  ) {
    this.publicKeyId = key.publicKeyId;
    this.privateKey = createPrivateKey(key.privateKey);
  }

  certificate(): Promise<PlatformCertificate> {
    this.madeCertificate ??= makeRsaKeyPair().then((pair) =>
      makePlatformCertificate(createPrivateKey(pair.privateKey), this.now()),
    );
    return this.madeCertificate;
  }

  /** Whether a request may name this key in its `Wechatpay-Serial`. */
  async knows(serial: string): Promise<boolean> {
    return serial === this.publicKeyId || serial === (await this.certificate()).serialNo;
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
    const signature = (await signInBackground('sha256', message, privateKey)).toString('base64');
    return {
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Signature': spoil(signature, forgery),
      'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
      'Wechatpay-Serial': forgery === 'serial' ? 'PUB_KEY_ID_0000000000000000000000000000' : serial,
    };
  }

  private async keyFor(wanted: string | undefined): Promise<{ serial: string; privateKey: KeyObject }> {
    const certificate = this.mode === 'certificate' || (wanted !== undefined && wanted !== this.publicKeyId);
    if (!certificate) return { serial: this.publicKeyId, privateKey: this.privateKey };
    const { serialNo, privateKey } = await this.certificate();
    return { serial: serialNo, privateKey };
  }
}

/** `signtest` is how WeChat Pay itself probes whether a merchant verifies. */
function spoil(signature: string, forgery: string | number | undefined): string {
  if (forgery === undefined || forgery === 'stale' || forgery === 'serial') return signature;
  if (forgery === 'signtest') return `WECHATPAY/SIGNTEST/${signature.slice(19)}`;
  return randomBytes(256).toString('base64');
}

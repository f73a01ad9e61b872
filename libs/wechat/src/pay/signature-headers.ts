import { verify, type KeyObject } from 'node:crypto';
import { decodeBase64 } from '../base64.js';
import { SignatureOutOfTime, SignatureRefused } from '../errors.js';
import type { Headers } from '../transport.js';

const FRESH_MS = 300_000;
/** WeChat Pay sends messages signed like this now and then, to see whether they are refused. */
const PROBE_PREFIX = 'WECHATPAY/SIGNTEST/';

// None allows a comma: Node joins the values of a repeated header with ", ".
const shapes = {
  'wechatpay-timestamp': /^\d{1,12}$/,
  'wechatpay-nonce': /^[\w+/=.-]{1,128}$/,
  'wechatpay-signature': /^[A-Za-z0-9+/]{1,1024}={0,2}$/,
  'wechatpay-serial': /^\w{1,128}$/,
} as const;

export interface SignatureHeaders {
  /** Seconds since the epoch, as sent. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
  readonly serial: string;
}

export function isSigned(headers: Headers): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'wechatpay-signature');
}

/** @throws SignatureRefused when one is missing, repeated or misshapen, or the signature is a probe */
export function readSignatureHeaders(headers: Headers): SignatureHeaders {
  const read = {
    timestamp: single(headers, 'wechatpay-timestamp'),
    nonce: single(headers, 'wechatpay-nonce'),
    signature: single(headers, 'wechatpay-signature'),
    serial: single(headers, 'wechatpay-serial'),
  };
  if (read.signature.startsWith(PROBE_PREFIX)) throw new SignatureRefused('probe');
  return read;
}

/** Seconds by which the message is ahead of `now` (negative: old) when that is too much to be believed, else null. */
export function outOfTime({ timestamp }: SignatureHeaders, now: Date): number | null {
  const ahead = Number(timestamp) * 1000 - now.getTime();
  return Math.abs(ahead) >= FRESH_MS ? Math.trunc(ahead / 1000) : null;
}

/** @throws SignatureRefused, SignatureOutOfTime when all is well but the time */
export function checkSignature(headers: SignatureHeaders, body: Buffer, key: KeyObject, now: Date): void {
  const signature = decodeBase64(headers.signature);
  const message = Buffer.concat([Buffer.from(`${headers.timestamp}\n${headers.nonce}\n`), body, Buffer.from('\n')]);
  if (!signature || !verify('sha256', message, key, signature)) throw new SignatureRefused('wrong signature');
  const ahead = outOfTime(headers, now);
  if (ahead !== null) throw new SignatureOutOfTime(ahead);
}

function single(headers: Headers, name: keyof typeof shapes): string {
  const values = Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === name ? (value ?? []) : []));
  const [value] = values;
  if (value === undefined) throw new SignatureRefused(`${name} is missing`);
  if (values.length > 1) throw new SignatureRefused(`${name} is repeated`);
  if (!shapes[name].test(value)) throw new SignatureRefused(`${name} is malformed`);
  return value;
}

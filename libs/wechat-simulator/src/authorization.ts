import type { KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isSignedBy } from './signing.js';
import { PayError } from './wechat-errors.js';

interface Merchant {
  merchantId: string;
  merchantSerialNo: string;
  merchantPublicKey: KeyObject;
}

export interface SignedRequest {
  method: string;
  /** As it stood on the request line, query included. */
  rawUrl: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface AuthorizationFields {
  mchid: string;
  nonce_str: string;
  timestamp: string;
  serial_no: string;
  signature: string;
}

const scheme = 'WECHATPAY2-SHA256-RSA2048 ';
const allowedClockSkewSeconds = 300;

/** @throws PayError SIGN_ERROR unless the merchant signed exactly this request within the last five minutes */
export function checkAuthorization(request: SignedRequest, merchant: Merchant, now: Date): void {
  const value = parse(request.headers.authorization);
  const timestamp = Number(value.timestamp);
  if (!/^\d{1,10}$/.test(value.timestamp) || Math.abs(now.getTime() / 1000 - timestamp) > allowedClockSkewSeconds) {
    throw new PayError('SIGN_ERROR', 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟', {
      field: 'timestamp',
      value: value.timestamp,
      location: 'authorization',
    });
  }
  if (value.mchid !== merchant.merchantId) throw new PayError('SIGN_ERROR', '商户号有误，请检查Authorization中的mchid');
  if (value.serial_no.toUpperCase() !== merchant.merchantSerialNo.toUpperCase()) {
    throw new PayError('SIGN_ERROR', '商户证书序列号有误。请使用签名私钥匹配的证书序列号');
  }
  const { method, rawUrl, body } = request;
  const message = `${method}\n${rawUrl}\n${value.timestamp}\n${value.nonce_str}\n${body}\n`;
  if (!isSignedBy(merchant.merchantPublicKey, message, value.signature)) {
    throw new PayError('SIGN_ERROR', '签名错误，请检查后再试', {
      field: 'signature',
      issue: 'sign not match',
      location: 'authorization',
    });
  }
}

function parse(header: string | undefined): AuthorizationFields {
  const malformed = () =>
    new PayError('SIGN_ERROR', 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》');
  if (!header?.startsWith(scheme)) throw malformed();
  const found = new Map<string, string>();
  for (const part of header.slice(scheme.length).split(',')) {
    const [, name, value] = /^\s*(\w+)="([^"]+)"\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined || found.has(name)) throw malformed();
    found.set(name, value);
  }
  const value = (name: string) => {
    const text = found.get(name);
    if (text === undefined) throw malformed();
    return text;
  };
  return {
    mchid: value('mchid'),
    nonce_str: value('nonce_str'),
    timestamp: value('timestamp'),
    serial_no: value('serial_no'),
    signature: value('signature'),
  };
}

/** APIv3 refuses callers that do not say who they are and what they accept. */
export function checkHeaders({ method, headers }: SignedRequest): void {
  const accepted = headers.accept ?? '';
  if (!headers['user-agent'] || !/application\/json|\*\/\*/.test(accepted)) {
    throw new PayError('INVALID_REQUEST', 'Http头缺少Accept或User-Agent');
  }
  if (method === 'POST' && !headers['content-type']?.startsWith('application/json')) {
    throw new PayError('INVALID_REQUEST', 'Http头Content-Type必须为application/json');
  }
}

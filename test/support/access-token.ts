import { createHmac } from 'node:crypto';
import { BASICS } from './shop-process.js';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const [kid = '', secret = ''] = BASICS.JWT_KEYS.split(':');

/** An access token as the shop signs it; of a session that nobody opened. */
export function accessToken(sub: string, sid = 'a session'): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub, sid, type: 'access', iss: 'jishi', aud: 'jishi-mini-program', iat, exp: iat + 3600 };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

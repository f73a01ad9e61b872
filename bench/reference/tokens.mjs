import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';

const key = createSecretKey(randomBytes(32));
const HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
const LIFETIME_S = 86_400;

const signatureOf = (text) => createHmac('sha256', key).update(text).digest();

/** A JWT (HS256) for this user's id. */
export function sign(userId) {
  const claims = { sub: userId, exp: Math.floor(Date.now() / 1000) + LIFETIME_S };
  const text = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${text}.${signatureOf(text).toString('base64url')}`;
}

/** The user's id in a bearer token, or null. */
export function verify(authorization = '') {
  const token = authorization.slice('Bearer '.length);
  const end = token.lastIndexOf('.');
  if (end < 0) return null;
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  const expected = signatureOf(token.slice(0, end));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return null;
  const claims = JSON.parse(Buffer.from(token.slice(token.indexOf('.') + 1, end), 'base64url').toString());
  return claims.exp > Date.now() / 1000 ? claims.sub : null;
}

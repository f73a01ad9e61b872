import { createHash, timingSafeEqual } from 'node:crypto';

const SHAPES = {
  timestamp: /^\d{1,20}$/,
  nonce: /^[\x21-\x7e]{1,128}$/,
  signature: /^[0-9a-f]{40}$/,
  msg_signature: /^[0-9a-f]{40}$/,
} as const;

/** The query of a push, as a web framework parses it: anybody may have written it. */
export type PushQuery = Readonly<Record<string, unknown>>;

/** `sha1(sort(token, timestamp, nonce, …).join(""))` in hexadecimal, whichever of them it comes as. */
export function isPushSigned(query: PushQuery, name: 'signature' | 'msg_signature', ...secrets: string[]): boolean {
  const [timestamp, nonce, signature] = [sane(query, 'timestamp'), sane(query, 'nonce'), sane(query, name)];
  if (timestamp === null || nonce === null || signature === null) return false;
  const signed = [timestamp, nonce, ...secrets].sort().join('');
  const expected = createHash('sha1').update(signed).digest('hex');
  return timingSafeEqual(Buffer.from(signature, 'latin1'), Buffer.from(expected, 'latin1'));
}

/** Null when it is missing, repeated or of another shape. */
export function sane(query: PushQuery, name: keyof typeof SHAPES): string | null {
  const value = query[name];
  return typeof value === 'string' && SHAPES[name].test(value) ? value : null;
}

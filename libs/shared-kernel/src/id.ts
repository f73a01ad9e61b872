import { encodeTime, monotonicFactory } from 'ulid';

const next = monotonicFactory();
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_CHARACTERS = 16;

/** A new ULID: 26 characters of Crockford base32 that sort by creation time; opaque to everybody else. */
export function newId(): string {
  return next();
}

/** No id made at this time or later sorts before it; every id made earlier does. */
export function firstIdAt(time: Date): string {
  return encodeTime(time.getTime(), 10).padEnd(26, '0');
}

/** A new id that sorts where one made at `time` would: for what is written down later than it happened. */
export function newIdAt(time: Date): string {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_CHARACTERS));
  return encodeTime(time.getTime(), 10) + Array.from(random, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

import { encodeTime, monotonicFactory } from 'ulid';

const next = monotonicFactory();
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_CHARACTERS = 16;
const pool = new Uint8Array(256 * RANDOM_CHARACTERS);
let used = pool.length;

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
  let id = encodeTime(time.getTime(), 10);
  for (const byte of randomBytes()) id += ALPHABET[byte % ALPHABET.length];
  return id;
}

/** Asking for randomness is slow, so much of it is asked for at once. */
function randomBytes(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += RANDOM_CHARACTERS;
  return pool.subarray(used - RANDOM_CHARACTERS, used);
}

import { encodeTime } from 'ulid';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_CHARACTERS = 16;
const HALF = 2 ** 40;
const PAIRS = [...ALPHABET].flatMap((first) => [...ALPHABET].map((second) => first + second));
const pool = new Uint8Array(256 * RANDOM_CHARACTERS);
let used = pool.length;

/** The last id made: its time, and the two halves of its 80 bits, the first one also as text. */
const last = { time: -1, high: 0, low: 0, beginning: '' };

/**
 * A new ULID: 26 characters of Crockford base32 that sort by creation time; opaque to everybody else. Within a millisecond
 * each is the one before and one more, as the specification has it, so randomness is asked for once a millisecond at most.
 */
export function newId(): string {
  const now = Date.now();
  if (now > last.time) begin(now, randomHalf(), randomHalf());
  else if (++last.low === HALF) begin(last.time, last.high + 1, 0);
  return last.beginning + half(last.low);
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

/** A first half that is full is followed by the next millisecond. */
function begin(time: number, high: number, low: number): void {
  Object.assign(last, high < HALF ? { time, high, low } : { time: time + 1, high: randomHalf(), low });
  last.beginning = encodeTime(last.time, 10) + half(last.high);
}

/** 40 bits as 8 characters. */
function half(bits: number): string {
  const [upper, lower] = [Math.floor(bits / 2 ** 20), bits % 2 ** 20];
  return `${PAIRS[upper >> 10]}${PAIRS[upper & 1023]}${PAIRS[lower >> 10]}${PAIRS[lower & 1023]}`;
}

/** 40 random bits. */
function randomHalf(): number {
  return randomBytes()
    .subarray(0, 5)
    .reduce((bits, byte) => bits * 256 + byte, 0);
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

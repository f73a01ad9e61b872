import { decodeTime, encodeTime, ulid } from 'ulid';
import { randomBytes } from './random-bytes.js';

let drawn = randomBytes(0);
let used = 0;

/** A byte of chance for each character; the library's own source asks the system for each. */
function random(): number {
  if (used === drawn.length) {
    drawn = randomBytes(512);
    used = 0;
  }
  return (drawn[used++] ?? 0) / 256;
}

const DIGITS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const PAIRS = DIGITS.flatMap((first) => DIGITS.map((second) => first + second));
/** What is counted within a millisecond: the last four digits. */
const COUNTED = 4;
const MOST = PAIRS.length ** 2;

let time = -1;
let stem = '';
let count = 0;

/**
 * A new ULID: 26 characters of Crockford base32 that sort by creation time, in the order they were made within a
 * millisecond too; opaque to everybody else. Those of one millisecond are counted up, from where chance began: some are made for every
 * request, and a few dozen a millisecond.
 */
export function newId(): string {
  const now = Date.now();
  // By a clock that was set back the time stands still until it has caught up.
  if (now > time) begin(now);
  else if (++count === MOST) begin(time + 1);
  return stem + (PAIRS[count >> 10] ?? '') + (PAIRS[count & 1023] ?? '');
}

function begin(at: number): void {
  time = at;
  stem = ulid(at, random).slice(0, -COUNTED);
  // Two bytes of chance.
  count = (random() * 256 + random()) * 256;
}

/** No id made at this time or later sorts before it; every id made earlier does. */
export function firstIdAt(at: Date): string {
  return encodeTime(at.getTime(), 10).padEnd(26, '0');
}

/** When an id was made, to the millisecond. */
export function timeOfId(id: string): Date {
  return new Date(decodeTime(id));
}

/** A new id that sorts where one made at `at` would: for what is written down later than it happened. */
export function newIdAt(at: Date): string {
  return ulid(at.getTime(), random);
}

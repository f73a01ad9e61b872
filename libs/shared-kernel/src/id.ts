import { decodeTime, encodeTime, monotonicFactory, ulid } from 'ulid';
import { randomBytes } from './random-bytes.js';

/** The library's own source asks the system for each character. */
const random = () => randomBytes(1).readUInt8() / 256;
const next = monotonicFactory(random);

/**
 * A new ULID: 26 characters of Crockford base32 that sort by creation time, in the order they were made within a
 * millisecond too; opaque to everybody else.
 */
export function newId(): string {
  return next();
}

/** No id made at this time or later sorts before it; every id made earlier does. */
export function firstIdAt(time: Date): string {
  return encodeTime(time.getTime(), 10).padEnd(26, '0');
}

/** When an id was made, to the millisecond. */
export function timeOfId(id: string): Date {
  return new Date(decodeTime(id));
}

/** A new id that sorts where one made at `time` would: for what is written down later than it happened. */
export function newIdAt(time: Date): string {
  return ulid(time.getTime(), random);
}

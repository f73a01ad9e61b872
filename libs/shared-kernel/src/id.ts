import { encodeTime, monotonicFactory } from 'ulid';

const next = monotonicFactory();

/** A new ULID: 26 characters of Crockford base32 that sort by creation time; opaque to everybody else. */
export function newId(): string {
  return next();
}

/** No id made at this time or later sorts before it; every id made earlier does. */
export function firstIdAt(time: Date): string {
  return encodeTime(time.getTime(), 10).padEnd(26, '0');
}

import { monotonicFactory } from 'ulid';

const next = monotonicFactory();

/** A new ULID: 26 characters of Crockford base32 that sort by creation time; opaque to everybody else. */
export function newId(): string {
  return next();
}

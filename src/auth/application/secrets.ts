/** Random secrets that clients keep, and the digests that we keep instead of them. */
export abstract class Secrets {
  /** 256 random bits as 43 characters of base64url. */
  abstract next(): string;

  /** SHA-256 as base64url. Enough for random secrets of this size; passwords need more, see Passwords. */
  abstract digest(secret: string): string;
}

import { DomainError } from '#kernel';

/** A key as it may lie in the database: encrypted by a key-encryption key that never does. */
export interface WrappedKey {
  /** Which key-encryption key wrapped it. At most 128 visible ASCII characters. */
  readonly keyId: string;
  /** ASCII. */
  readonly wrapped: string;
}

/** A wrapped key, and what it is for: wrapped for one purpose it does not unwrap for another. */
export interface KeyFor<K> {
  readonly key: K;
  /** ASCII without NUL, for example `person:01J…`. */
  readonly use: string;
}

/** The key-management service does not answer, or does not let us in. The caller may try again. */
export class KeysUnavailable extends DomainError {
  constructor() {
    super({
      code: 503,
      kind: 'unavailable',
      zh: '个人信息暂时不可用，请稍后再试',
      en: 'Personal data is temporarily unavailable, try again soon',
    });
  }
}

/** Where the key-encryption keys are. It may be a network away: never called inside a transaction. */
export abstract class KeyManagement {
  /** The key that wraps now; asked for anew each time. @throws KeysUnavailable */
  abstract currentKeyId(): Promise<string>;

  /** The keys that unwrap now, the current one first. @throws KeysUnavailable */
  abstract keyIds(): Promise<string[]>;

  /** Wraps 32-byte keys with the current key, in the same order. @throws KeysUnavailable */
  abstract wrap(keys: readonly KeyFor<Buffer>[]): Promise<WrappedKey[]>;

  /**
   * Unwraps, in the same order; null for what cannot be: tampered with, wrapped for another use, or by a key that is gone.
   * @throws KeysUnavailable
   */
  abstract unwrap(keys: readonly KeyFor<WrappedKey>[]): Promise<(Buffer | null)[]>;

  /**
   * Wraps again with the current key, in the same order; null for what was tampered with or wrapped by a key that is
   * gone. What a key was wrapped for stays as it was, and need not be looked at.
   * @throws KeysUnavailable
   */
  abstract rewrap(keys: readonly KeyFor<WrappedKey>[]): Promise<(WrappedKey | null)[]>;
}

import { createHmac } from 'node:crypto';
import { Injectable, Optional } from '@nestjs/common';
import type { Milliseconds } from '#platform/config';
import { type NamedKey, NamedKeys } from './named-keys.js';

const PREFIX = 'blind-index.';
/** How long a process goes on with the keys it has read; a re-index waits this long for all processes to follow. */
export const INDEX_KEYS_HELD: Milliseconds = 30_000;

/** A value's digest under one of the index keys. */
export interface BlindDigest {
  /** Name of the index key. */
  readonly keyName: string;
  /** base64url of an HMAC-SHA256. */
  readonly digest: string;
}

/**
 * Keyed digests that are equal for equal values: they find a field and hold it unique without anybody reading it.
 * There is one index key, and a second one while a re-index moves from the one to the other: whoever stores a value
 * stores its digests under all of them, so that two writers always share one.
 */
@Injectable()
export class BlindIndex {
  private held: { readonly keys: readonly NamedKey[]; readonly until: number } | null = null;

  constructor(
    private readonly namedKeys: NamedKeys,
    // Monotonic: by a clock that was ahead and is set right the keys would be held for long after a re-index is over.
    @Optional() private readonly now: () => Milliseconds = () => performance.now(),
  ) {}

  /**
   * Digests of `value` under each key, the oldest key's first. Not inside a transaction.
   * @param purpose separates equal values of different fields, for example `user.phone`
   * @throws KeysUnavailable
   */
  async digests(value: string, purpose: string): Promise<BlindDigest[]> {
    const keys = await this.keys();
    return keys.map(({ name, key }) => ({
      keyName: name,
      digest: createHmac('sha256', key).update(`${purpose}\0${value}`).digest('base64url'),
    }));
  }

  /** Names of the keys, the oldest first, as they are now. */
  async keyNames(): Promise<string[]> {
    this.held = null;
    return (await this.keys()).map(({ name }) => name);
  }

  /**
   * Begins a re-index: a key beside the one there is. Processes use it after INDEX_KEYS_HELD. Whoever begins at the
   * same time adds the same key.
   * @param after name of the one key there is
   * @returns the new key's name, which sorts after it
   */
  async addKey(after: string): Promise<string> {
    const name = nameOf(Number(after.slice(PREFIX.length)) + 1);
    await this.namedKeys.make(name);
    this.held = null;
    return name;
  }

  /** Ends a re-index: processes stop using the key after INDEX_KEYS_HELD. */
  async removeKey(name: string): Promise<void> {
    await this.namedKeys.remove(name);
    this.held = null;
  }

  private async keys(): Promise<readonly NamedKey[]> {
    const now = this.now();
    if (this.held && now < this.held.until) return this.held.keys;
    let keys = await this.namedKeys.startingWith(PREFIX);
    if (keys.length === 0) {
      await this.namedKeys.make(nameOf(1));
      keys = await this.namedKeys.startingWith(PREFIX);
    }
    this.held = { keys, until: now + INDEX_KEYS_HELD };
    return keys;
  }
}

/** Padded, so that names sort as their numbers do. */
function nameOf(number: number): string {
  return `${PREFIX}${String(number).padStart(6, '0')}`;
}

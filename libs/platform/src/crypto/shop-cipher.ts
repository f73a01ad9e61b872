import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { NamedKeys } from './named-keys.js';
import { type FieldLocation, PersonalDataUnreadable } from './personal-data-cipher.js';
import { openText, sealText } from './sealed-text.js';

/**
 * Seals what is the shop's own secret and nobody's personal data: every process can open it, a back-up alone cannot.
 * Not inside a transaction.
 */
@Injectable()
export class ShopCipher {
  private readonly keys = new Map<string, Promise<KeyObject>>();

  constructor(private readonly named: NamedKeys) {}

  /** @param keyName of a named key, without dots; made at its first use. @throws KeysUnavailable */
  async seal(text: string, keyName: string, at: FieldLocation): Promise<string> {
    return sealText(text, keyName, await this.key(keyName), at);
  }

  /** Null: sealed elsewhere, changed, or the key was removed meanwhile. @throws KeysUnavailable */
  async open(sealed: string, keyName: string, at: FieldLocation): Promise<string | null> {
    const before = this.keys.get(keyName);
    const opened = attempt(sealed, keyName, await this.key(keyName), at);
    if (opened !== null || !before) return opened;
    // Another process may seal under a key that was made since this one was read.
    this.keys.delete(keyName);
    return attempt(sealed, keyName, await this.key(keyName), at);
  }

  private key(name: string): Promise<KeyObject> {
    const known = this.keys.get(name);
    if (known) return known;
    const reading = this.named.get(name);
    this.keys.set(name, reading);
    reading.catch(() => this.keys.delete(name));
    return reading;
  }
}

function attempt(sealed: string, keyName: string, key: KeyObject, at: FieldLocation): string | null {
  try {
    return openText(sealed, keyName, key, at);
  } catch (error) {
    if (error instanceof PersonalDataUnreadable) return null;
    throw error;
  }
}

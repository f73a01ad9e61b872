import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataKeys } from './data-keys.js';
import { KeyUses } from './key-uses.js';
import {
  type FieldLocation,
  PersonalDataCipher,
  PersonalDataUnreadable,
  PersonCipher,
} from './personal-data-cipher.js';
import { keyIdOf, openText, sealText } from './sealed-text.js';

/** Envelope encryption: fields under the person's data key, data keys under a key of the key-management service. */
@Injectable()
export class EnvelopeCipher extends PersonalDataCipher {
  constructor(
    private readonly keys: DataKeys,
    private readonly uses: KeyUses,
  ) {
    super();
  }

  async of(personId: string): Promise<PersonCipher> {
    return new KeyedCipher(personId, await this.keys.findOrMake(personId), this.uses);
  }

  async open(sealed: string | null, at: FieldLocation): Promise<string | null> {
    if (sealed === null) return null;
    const personId = keyIdOf(sealed);
    const key = await this.keys.find(personId);
    if (key === 'destroyed') return null;
    if (!key) throw new PersonalDataUnreadable();
    return new KeyedCipher(personId, key, this.uses).open(sealed, at);
  }

  erase(personId: string): Promise<void> {
    return this.keys.destroy(personId);
  }
}

class KeyedCipher extends PersonCipher {
  constructor(
    private readonly personId: string,
    private readonly key: KeyObject,
    private readonly uses: KeyUses,
  ) {
    super();
  }

  seal(plaintext: string, at: FieldLocation): string {
    this.uses.note(this.personId, at, 'sealed');
    return sealText(plaintext, this.personId, this.key, at);
  }

  open(sealed: string, at: FieldLocation): string {
    this.uses.note(this.personId, at, 'opened');
    return openText(sealed, this.personId, this.key, at);
  }
}

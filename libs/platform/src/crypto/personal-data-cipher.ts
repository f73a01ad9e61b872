/** Where a field lives. Ciphertext is bound to it: moved to another row or column it does not decrypt. */
export interface FieldLocation {
  readonly table: string;
  readonly column: string;
  /** Primary key of the row. */
  readonly row: string;
}

/** A personal field that does not decrypt: tampered with, moved, or its key is gone. No client can do anything about it. */
export class PersonalDataUnreadable extends Error {
  constructor() {
    super('A personal field does not decrypt');
    this.name = PersonalDataUnreadable.name;
  }
}

/** Encrypts personal fields before they reach the database. */
export abstract class PersonalDataCipher {
  abstract seal(plaintext: string, at: FieldLocation): Promise<string>;

  /** @throws PersonalDataUnreadable */
  abstract open(sealed: string, at: FieldLocation): Promise<string>;

  /** A keyed digest that is equal for equal values: finds and compares a field without reading it. */
  abstract blindIndex(value: string, purpose: string): Promise<string>;

  async sealOrNull(plaintext: string | null, at: FieldLocation): Promise<string | null> {
    return plaintext === null ? null : this.seal(plaintext, at);
  }

  async openOrNull(sealed: string | null, at: FieldLocation): Promise<string | null> {
    return sealed === null ? null : this.open(sealed, at);
  }
}

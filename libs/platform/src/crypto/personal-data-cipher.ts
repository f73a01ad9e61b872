import { DomainError } from '#kernel';

/** Where a field lives. Ciphertext is bound to it: moved to another row or column it does not decrypt. */
export interface FieldLocation {
  readonly table: string;
  readonly column: string;
  /** Primary key of the row. */
  readonly row: string;
}

/** A personal field that does not decrypt: tampered with, moved, or its key is lost. No client can do anything about it. */
export class PersonalDataUnreadable extends Error {
  constructor() {
    super('A personal field does not decrypt');
    this.name = PersonalDataUnreadable.name;
  }
}

/** The person's data was erased while the request was under way. */
export class PersonErased extends DomainError {
  constructor() {
    super({ code: 404, kind: 'not-found', zh: '用户已注销', en: 'The user has been erased' });
  }
}

/** The data of one person. It has their key already, so it never waits and may be used inside a transaction. */
export abstract class PersonCipher {
  abstract seal(plaintext: string, at: FieldLocation): string;

  /** @throws PersonalDataUnreadable, also for what another person's key has sealed */
  abstract open(sealed: string, at: FieldLocation): string;

  sealOrNull(plaintext: string | null, at: FieldLocation): string | null {
    return plaintext === null ? null : this.seal(plaintext, at);
  }
}

/**
 * Encrypts personal fields before they reach the database, each person's under a data key of their own: who destroys
 * the key has erased the person (docs/adr/0014). Keys may be a network away, so none of it inside a transaction.
 */
export abstract class PersonalDataCipher {
  /**
   * The cipher of one person, whose key is made at its first use.
   * @throws PersonErased, KeysUnavailable
   */
  abstract of(personId: string): Promise<PersonCipher>;

  /**
   * Opens a field, whosever it is. Null stays null, and so does whatever belongs to somebody who was erased.
   * @throws PersonalDataUnreadable, KeysUnavailable
   */
  abstract open(sealed: string | null, at: FieldLocation): Promise<string | null>;

  /**
   * Destroys a person's key, in the caller's transaction: what it sealed cannot be read again, and nothing more can
   * be sealed. Doing it twice is harmless. Other processes forget the key as soon as they hear of it, at the latest
   * within a minute.
   */
  abstract erase(personId: string): Promise<void>;
}

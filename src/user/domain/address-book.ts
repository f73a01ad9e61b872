import { AggregateRoot } from '#kernel';
import { AddressNotFound, TooManyAddresses } from './errors.js';
import type { PostalAddress, PostalAddressFields } from './postal-address.js';

/** Replaced, never changed: an address that is the same object is the same as it was. */
export interface Address {
  readonly id: string;
  readonly postal: PostalAddress;
  readonly isDefault: boolean;
}

/**
 * The addresses of one user, newest first: at most 50, and exactly one of them is the default when there is any.
 * When the default goes, or is told not to be it any more, the newest of the others takes its place.
 */
export class AddressBook extends AggregateRoot<never> {
  static readonly most = 50;

  private constructor(
    readonly userId: string,
    private entries: readonly Address[],
  ) {
    super();
  }

  /** @param addresses newest first */
  static restore(userId: string, addresses: readonly Address[]): AddressBook {
    return new AddressBook(userId, addresses);
  }

  /** Newest first. */
  get addresses(): readonly Address[] {
    return this.entries;
  }

  /** The first address is the default whatever `isDefault` says. @throws TooManyAddresses */
  add(id: string, postal: PostalAddress, isDefault: boolean): void {
    if (this.entries.length >= AddressBook.most) throw new TooManyAddresses(AddressBook.most);
    const first = this.entries.length === 0;
    this.entries = [{ id, postal, isDefault: false }, ...this.entries];
    if (isDefault || first) this.makeDefault(id);
  }

  /** Changes the named fields. The only address stays the default. @throws AddressNotFound, FieldInvalid */
  change(id: string, changes: Partial<PostalAddressFields>, isDefault?: boolean): void {
    const address = this.find(id);
    const postal = address.postal.with(changes);
    this.entries = this.entries.map((entry) => (entry === address ? { ...entry, postal } : entry));
    if (isDefault === true) this.makeDefault(id);
    if (isDefault === false && address.isDefault) {
      this.makeDefault(this.entries.find((entry) => entry.id !== id)?.id ?? id);
    }
  }

  /** @throws AddressNotFound */
  remove(id: string): void {
    const address = this.find(id);
    this.entries = this.entries.filter((entry) => entry !== address);
    const [newest] = this.entries;
    if (address.isDefault && newest) this.makeDefault(newest.id);
  }

  private find(id: string): Address {
    const address = this.entries.find((entry) => entry.id === id);
    if (!address) throw new AddressNotFound();
    return address;
  }

  private makeDefault(id: string): void {
    this.entries = this.entries.map((entry) => {
      const isDefault = entry.id === id;
      return entry.isDefault === isDefault ? entry : { ...entry, isDefault };
    });
  }
}

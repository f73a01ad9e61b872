import type { AddressBook } from './address-book.js';

export abstract class AddressBooks {
  /**
   * Loads and locks a user's address book, lets `mutate` change it and saves it, in one transaction; when `mutate`
   * throws nothing changes.
   * @throws UserNotFound
   */
  abstract change(userId: string, mutate: (book: AddressBook) => void): Promise<AddressBook>;
}

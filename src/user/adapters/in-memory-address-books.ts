import { type Address, AddressBook } from '../domain/address-book.js';
import { AddressBooks } from '../domain/address-books.js';
import type { InMemoryUsers } from './in-memory-users.js';

export class InMemoryAddressBooks extends AddressBooks {
  private readonly addresses = new Map<string, readonly Address[]>();

  constructor(private readonly users: InMemoryUsers) {
    super();
  }

  async change(userId: string, mutate: (book: AddressBook) => void): Promise<AddressBook> {
    this.users.get(userId);
    const book = AddressBook.restore(userId, this.addresses.get(userId) ?? []);
    mutate(book);
    this.addresses.set(userId, book.addresses);
    return book;
  }
}

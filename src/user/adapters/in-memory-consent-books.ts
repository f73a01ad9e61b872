import { type Consent, ConsentBook } from '../domain/consent-book.js';
import { ConsentBooks } from '../domain/consent-books.js';
import type { InMemoryUsers } from './in-memory-users.js';

export class InMemoryConsentBooks extends ConsentBooks {
  private readonly present = new Map<string, readonly Consent[]>();

  constructor(private readonly users: InMemoryUsers) {
    super();
  }

  async change(userId: string, mutate: (book: ConsentBook) => void): Promise<ConsentBook> {
    this.users.get(userId);
    const book = ConsentBook.restore(userId, this.present.get(userId) ?? []);
    mutate(book);
    this.present.set(
      userId,
      [...book.present].sort((a, b) => (a.purpose < b.purpose ? -1 : 1)),
    );
    return book;
  }
}

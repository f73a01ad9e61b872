import type { ConsentBook } from './consent-book.js';

export abstract class ConsentBooks {
  /**
   * Loads and locks a user's consents, lets `mutate` decide and keeps what it added, in one transaction; when `mutate`
   * throws nothing is added.
   * @throws UserNotFound
   */
  abstract change(userId: string, mutate: (book: ConsentBook) => void): Promise<ConsentBook>;
}

import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { ConsentBook } from '../domain/consent-book.js';
import { ConsentBooks } from '../domain/consent-books.js';
import { UserNotFound } from '../domain/errors.js';
import { Users } from '../domain/users.js';
import { presentConsents } from './consent-rows.js';

@Injectable()
export class SqlConsentBooks extends ConsentBooks {
  constructor(
    private readonly database: Database,
    private readonly users: Users,
  ) {
    super();
  }

  async change(userId: string, mutate: (book: ConsentBook) => void): Promise<ConsentBook> {
    return this.database.transaction(async () => {
      if (!(await this.users.lock(userId))) throw new UserNotFound();
      const present = await presentConsents(this.database, userId);
      const book = ConsentBook.restore(
        userId,
        present.map(({ consent }) => consent),
      );
      mutate(book);
      await this.append(book, new Map(present.map(({ consent, entry }) => [consent.purpose, entry])));
      return book;
    });
  }

  private async append({ userId, added }: ConsentBook, last: Map<string, number>): Promise<void> {
    for (const { purpose, version, granted, scene, at } of added) {
      const entry = (last.get(purpose) ?? 0) + 1;
      last.set(purpose, entry);
      await this.database.execute(
        'INSERT INTO user_consents (user_id, purpose, entry, version, granted, scene, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [userId, purpose, entry, version, granted, scene, at],
      );
    }
  }
}

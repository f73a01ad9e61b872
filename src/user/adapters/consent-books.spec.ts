import { ManualClock, newId } from '#kernel';
import { cryptoSchema } from '#platform/crypto';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { RecordConsents } from '../application/record-consents.js';
import { User } from '../domain/user.js';
import { consentBooksContract, monday, tuesday, yes } from './consent-books.contract.js';
import { consentHistory } from './consent-rows.js';
import { InMemoryConsentBooks } from './in-memory-consent-books.js';
import { sealedFields } from './in-memory-sealed-fields.js';
import { InMemoryUsers } from './in-memory-users.js';
import { userSchema } from './schema.js';
import { SqlConsentBooks } from './sql-consent-books.js';
import { SqlUsers } from './sql-users.js';
import { UserQueries } from './user.queries.js';

describe('consent books in memory', () => {
  const users = new InMemoryUsers();
  const books = new InMemoryConsentBooks(users);
  consentBooksContract(() => ({ books, users }));
});

describe('consent books', () => {
  onEachDatabase([cryptoSchema, revocationSchema, userSchema], (database) => {
    let users: SqlUsers;
    let books: SqlConsentBooks;
    let queries: UserQueries;
    beforeAll(() => {
      const sealed = sealedFields(database());
      users = new SqlUsers(database(), sealed, aRevocations(database()));
      books = new SqlConsentBooks(database(), users);
      queries = new UserQueries(database(), sealed);
    });
    consentBooksContract(() => ({ books, users }));

    const join = async () => {
      const user = User.join(newId(), new Date());
      await users.add(user);
      return user.state.id;
    };
    const historyOf = async (userId: string) => {
      const history = [];
      for await (const consent of consentHistory(database(), userId)) history.push(consent);
      return history;
    };

    it('keep every decision that differed, and nothing of repeats', async () => {
      const userId = await join();
      const clock = new ManualClock(monday);
      const record = (...decisions: (typeof yes)[]) => new RecordConsents(books, clock).execute({ userId, decisions });
      const no = { ...yes, granted: false };
      await record(yes, { ...yes, purpose: 'analytics' });
      await record(yes);
      clock.advance(1);
      await record(no);
      await record(no);
      await record(yes);
      expect(await historyOf(userId)).toEqual([
        { entry: 1, consent: { ...yes, purpose: 'analytics', at: monday } },
        { entry: 1, consent: { ...yes, at: monday } },
        { entry: 2, consent: { ...no, at: tuesday } },
        { entry: 3, consent: { ...yes, at: tuesday } },
      ]);
      expect(await queries.consents(userId)).toEqual([
        { ...yes, purpose: 'analytics', at: monday },
        { ...yes, at: tuesday },
      ]);
    });

    it('give a history that is longer than a page whole', async () => {
      const userId = await join();
      await books.change(userId, (book) => {
        for (let n = 0; n < 1_100; n++) {
          for (const purpose of ['a', 'b']) book.decide({ ...yes, purpose, granted: n % 2 === 0 }, monday);
        }
      });
      const entries = (await historyOf(userId)).map(({ consent, entry }) => `${consent.purpose}${entry}`);
      const expected = ['a', 'b'].flatMap((purpose) => Array.from({ length: 1_100 }, (_, n) => `${purpose}${n + 1}`));
      expect(entries).toEqual(expected);
    });
  });
});

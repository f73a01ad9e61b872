import { newId } from '#kernel';
import { cryptoSchema, PersonalDataUnreadable } from '#platform/crypto';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { User } from '../domain/user.js';
import { addressBooksContract, somewhere } from './address-books.contract.js';
import { InMemoryAddressBooks } from './in-memory-address-books.js';
import { sealedFields } from './in-memory-sealed-fields.js';
import { InMemoryUsers } from './in-memory-users.js';
import { userSchema } from './schema.js';
import { SqlAddressBooks } from './sql-address-books.js';
import { SqlUsers } from './sql-users.js';

describe('address books in memory', () => {
  const users = new InMemoryUsers();
  const books = new InMemoryAddressBooks(users);
  addressBooksContract(() => ({ books, users }));
});

describe('address books', () => {
  onEachDatabase([cryptoSchema, revocationSchema, userSchema], (database) => {
    let users: SqlUsers;
    let books: SqlAddressBooks;
    beforeAll(() => {
      const sealed = sealedFields(database());
      users = new SqlUsers(database(), sealed, aRevocations(database()));
      books = new SqlAddressBooks(database(), sealed);
    });
    addressBooksContract(() => ({ books, users }));

    const userWithAddresses = async (...ids: string[]) => {
      const user = User.join(newId(), new Date());
      await users.add(user);
      await books.change(user.state.id, (book) => ids.forEach((id) => book.add(id, somewhere, false)));
      return user.state.id;
    };

    it('[P28] lie in the database without a readable field', async () => {
      const userId = await userWithAddresses(newId());
      const rows = await database().query('SELECT * FROM user_addresses WHERE user_id = ?', [userId]);
      expect(rows).toHaveLength(1);
      for (const value of Object.values(somewhere.fields)) expect(JSON.stringify(rows)).not.toContain(value);
    });

    it('[F14] are refused when two ciphertexts were swapped, even of one user', async () => {
      const [one, other] = [newId(), newId()];
      const userId = await userWithAddresses(one, other);
      const rows = await database().query<{ id: string; content: string }>(
        'SELECT id, content FROM user_addresses WHERE user_id = ?',
        [userId],
      );
      for (const { id, content } of rows) {
        await database().execute('UPDATE user_addresses SET content = ? WHERE id = ?', [
          content,
          id === one ? other : one,
        ]);
      }
      await expect(books.change(userId, () => undefined)).rejects.toThrow(PersonalDataUnreadable);
    });
  });
});

import { ManualClock, newId } from '#kernel';
import { cryptoSchema, PersonalDataUnreadable } from '#platform/crypto';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { JoinShop } from '../application/join-shop.js';
import type { UserDirectory, UserProfile } from '../application/user-directory.js';
import { AddressNotFound, UserNotFound } from '../domain/errors.js';
import { PhoneNumber } from '../domain/phone-number.js';
import { somewhere } from './address-books.contract.js';
import { AskedAddresses } from './asked-addresses.js';
import { sealedFields } from './in-memory-sealed-fields.js';
import { ProfileCopies } from './profile-copies.js';
import { userSchema } from './schema.js';
import { SqlAddressBooks } from './sql-address-books.js';
import { SqlUserDirectory } from './sql-user-directory.js';
import { SqlUsers } from './sql-users.js';
import { UserQueries } from './user.queries.js';

describe('the user directory', () => {
  onEachDatabase([cryptoSchema, revocationSchema, userSchema], (database) => {
    const clock = new ManualClock();
    let directory: UserDirectory;
    let queries: UserQueries;
    let users: SqlUsers;
    let books: SqlAddressBooks;
    beforeAll(() => {
      const sealed = sealedFields(database());
      const revocations = aRevocations(database());
      users = new SqlUsers(database(), sealed, revocations);
      books = new SqlAddressBooks(database(), sealed);
      queries = new UserQueries(database(), sealed);
      directory = new SqlUserDirectory(
        new JoinShop(users, clock),
        queries,
        new ProfileCopies(queries, revocations, clock),
        users,
        new AskedAddresses(database(), sealed),
      );
    });

    const join = async () => {
      const [joined] = await directory.join(1);
      if (!joined) throw new Error('Nobody joined');
      return joined;
    };
    const profileOf = async (id: string) => (await directory.findProfiles([id])).get(id) ?? null;

    it('shows a user who joined as it will be read again', async () => {
      const joined = await join();
      expect(joined).toMatchObject({ avatarUrl: '', phone: null, createdAt: clock.now() });
      expect(await profileOf(joined.id)).toEqual(joined);
    });

    it('shows many users at once, and leaves out whom there are not', async () => {
      const joined = await directory.join(3);
      await users.bindPhone(joined[1]?.id ?? '', PhoneNumber.of('86', '13800138009'));
      const profiles = await directory.findProfiles([...joined.map(({ id }) => id), newId()]);
      const phones = [null, '138****8009', null];
      expect([...profiles.keys()].sort()).toEqual(joined.map(({ id }) => id));
      expect(joined.map(({ id }) => profiles.get(id))).toEqual(
        joined.map((one, at) => ({ ...one, phone: phones[at] })),
      );
      expect(await directory.findProfiles([])).toEqual(new Map());
    });

    it('undoes a joining whose transaction is undone', async () => {
      let id = '';
      const joining = database().transaction(async () => {
        ({ id } = await join());
        throw new Error('the login failed');
      });
      await expect(joining).rejects.toThrow('the login failed');
      expect(await profileOf(id)).toBeNull();
      await expect(directory.mustExist(id)).rejects.toThrow(UserNotFound);
    });

    it('holds a user until the transaction ends, and nobody who is not there', async () => {
      const { id } = await join();
      let renamed = false;
      let renaming: Promise<unknown> = Promise.resolve();
      await database().transaction(async () => {
        await directory.hold(id);
        const rename = () => users.change(id, () => undefined).then(() => (renamed = true));
        renaming = database().outside(rename);
        await database().query('SELECT 1 AS one');
        expect(renamed).toBe(false);
      });
      await renaming;
      await expect(database().transaction(() => directory.hold(newId()))).rejects.toThrow(UserNotFound);
    });

    it('shows a phone number masked', async () => {
      const { id } = await join();
      await users.bindPhone(id, PhoneNumber.of('86', '13800138000'));
      expect((await profileOf(id))?.phone).toBe('138****8000');
    });

    it('finds who has bound a telephone number, and nobody under another one', async () => {
      const { id } = await join();
      await users.bindPhone(id, PhoneNumber.of('86', '13800138001'));
      expect(await directory.withPhone('+8613800138001')).toBe(id);
      expect(await directory.withPhone('+8613800138002')).toBeNull();
      expect(await directory.withPhone('13800138001')).toBeNull();
      await users.bindPhone(id, PhoneNumber.of('86', '13800138003'));
      expect(await directory.withPhone('+8613800138001')).toBeNull();
    });

    it('answers the default address when none is named, and null when there is none', async () => {
      const { id } = await join();
      expect(await directory.addressOf(id, null)).toBeNull();
      await books.change(id, (book) => {
        book.add(newId(), somewhere, false);
        book.add(newId(), somewhere.with({ detail: '2 号' }), true);
      });
      expect(await directory.addressOf(id, null)).toEqual({ ...somewhere.fields, detail: '2 号' });
    });

    it('answers those who ask at the same time, each what is theirs, with one statement', async () => {
      const [mine, yours, theirs] = (await directory.join(3)) as [UserProfile, UserProfile, UserProfile];
      const [home, work] = [newId(), newId()];
      await books.change(mine.id, (book) => [home, work].forEach((one) => book.add(one, somewhere, false)));
      await books.change(yours.id, (book) => book.add(newId(), somewhere.with({ detail: '2 号' }), true));
      const query = jest.spyOn(database(), 'query');
      const answers = await Promise.allSettled([
        directory.addressOf(mine.id, null),
        directory.addressOf(mine.id, work),
        directory.addressOf(yours.id, null),
        directory.addressOf(yours.id, work),
        directory.addressOf(theirs.id, null),
      ]);
      const addressStatements = query.mock.calls.filter(([sql]) => sql.includes('user_addresses'));
      query.mockRestore();
      const heard = answers.map((one) =>
        one.status === 'fulfilled' ? (one.value?.detail ?? null) : (one.reason as { code: number }).code,
      );
      const { detail } = somewhere.fields;
      expect(heard).toEqual([detail, detail, '2 号', 1002, null]);
      expect(addressStatements).toHaveLength(1);
    });

    it('answers the named address to its owner and to nobody else', async () => {
      const [mine, yours] = [await join(), await join()];
      const addressId = newId();
      await books.change(mine.id, (book) => book.add(addressId, somewhere, false));
      expect(await directory.addressOf(mine.id, addressId)).toEqual(somewhere.fields);
      await expect(directory.addressOf(yours.id, addressId)).rejects.toThrow(AddressNotFound);
      await expect(directory.addressOf(mine.id, '')).rejects.toThrow(AddressNotFound);
    });

    it('shows the owner all addresses, newest first', async () => {
      const { id } = await join();
      const [first, second] = [newId(), newId()];
      await books.change(id, (book) => [first, second].forEach((one) => book.add(one, somewhere, false)));
      expect(await queries.addresses(id)).toEqual([
        { id: second, ...somewhere.fields, isDefault: false },
        { id: first, ...somewhere.fields, isDefault: true },
      ]);
    });

    it('refuses an address whose ciphertext was taken from another', async () => {
      const [mine, yours] = [await join(), await join()];
      const [kept, stolen] = [newId(), newId()];
      await books.change(mine.id, (book) => book.add(kept, somewhere, false));
      await books.change(yours.id, (book) => book.add(stolen, somewhere, false));
      const [row] = await database().query<{ content: string }>('SELECT content FROM user_addresses WHERE id = ?', [
        stolen,
      ]);
      await database().execute('UPDATE user_addresses SET content = ? WHERE id = ?', [row?.content ?? '', kept]);
      await expect(directory.addressOf(mine.id, kept)).rejects.toThrow(PersonalDataUnreadable);
    });
  });
});

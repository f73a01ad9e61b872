import { newId } from '#kernel';
import { cryptoSchema, PersonalDataUnreadable } from '#platform/crypto';
import { onEachDatabase } from '../../../test/support/databases.js';
import { PhoneNumber } from '../domain/phone-number.js';
import { User } from '../domain/user.js';
import { DatabaseUsers } from './database-users.js';
import { sealedFields } from './in-memory-keyring.js';
import { InMemoryUsers } from './in-memory-users.js';
import { userSchema } from './schema.js';
import { usersContract } from './users.contract.js';

describe('users in memory', () => {
  const users = new InMemoryUsers();
  usersContract(() => users);
});

describe('users', () => {
  onEachDatabase([cryptoSchema, userSchema], (database) => {
    let users: DatabaseUsers;
    beforeAll(() => {
      users = new DatabaseUsers(database(), sealedFields(database()));
    });
    usersContract(() => users);

    const withPhone = async (subscriber: string) => {
      const user = User.join(newId(), new Date());
      user.bindPhone(PhoneNumber.of('86', subscriber));
      await users.add(user);
      return user.state.id;
    };
    const rowOf = async (id: string) => {
      const [row] = await database().query<{ phone: string }>('SELECT * FROM users WHERE id = ?', [id]);
      return row;
    };

    it('lie in the database without a readable phone number', async () => {
      const row = JSON.stringify(await rowOf(await withPhone('13912345678')));
      for (const part of ['13912345678', '12345678', '139****5678', '1391234']) expect(row).not.toContain(part);
    });

    it('have no phone when its ciphertext was taken from somebody else', async () => {
      const [mine, yours] = [await withPhone('13922222222'), await withPhone('13911111111')];
      const stolen = (await rowOf(yours))?.phone ?? '';
      await database().execute('UPDATE users SET phone = ? WHERE id = ?', [stolen, mine]);
      await expect(users.change(mine, () => undefined)).rejects.toThrow(PersonalDataUnreadable);
    });

    it('count their changes from 1', async () => {
      const id = await withPhone('13933333333');
      expect(await rowOf(id)).toMatchObject({ version: 1 });
      await users.change(id, () => undefined);
      expect(await rowOf(id)).toMatchObject({ version: 2 });
    });

    it('join in the transaction of whoever asks', async () => {
      const user = User.join(newId(), new Date());
      const joining = database().transaction(async () => {
        await users.add(user);
        throw new Error('the login failed');
      });
      await expect(joining).rejects.toThrow('the login failed');
      expect(await rowOf(user.state.id)).toBeUndefined();
    });
  });
});

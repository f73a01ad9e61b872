import { newId } from '#kernel';
import { cryptoSchema, PersonalDataUnreadable } from '#platform/crypto';
import { revocationSchema } from '#platform/revocation';
import { aRevocations } from '#platform/revocation/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { PhoneNumber } from '../domain/phone-number.js';
import { User } from '../domain/user.js';
import { sealedFields } from './in-memory-sealed-fields.js';
import { InMemoryUsers } from './in-memory-users.js';
import { userSchema } from './schema.js';
import type { SealedFields } from './sealed-fields.js';
import { SqlUsers } from './sql-users.js';
import { usersContract } from './users.contract.js';

describe('users in memory', () => {
  const users = new InMemoryUsers();
  usersContract(
    () => users,
    async (id) => users.phones.get(id)?.e164 ?? null,
  );
});

describe('users', () => {
  onEachDatabase([cryptoSchema, revocationSchema, userSchema], (database) => {
    let sealed: SealedFields;
    let users: SqlUsers;
    beforeAll(() => {
      sealed = sealedFields(database());
      users = new SqlUsers(database(), sealed, aRevocations(database()));
    });
    const phoneOf = async (id: string) => (await sealed.openPhone((await rowOf(id))?.phone ?? null, id))?.e164 ?? null;
    usersContract(() => users, phoneOf);

    const withPhone = async (subscriber: string) => {
      const user = User.join(newId(), new Date());
      await users.add(user);
      await users.bindPhone(user.state.id, PhoneNumber.of('86', subscriber));
      return user.state.id;
    };
    const rowOf = async (id: string) => {
      const [row] = await database().query<{ phone: string | null }>('SELECT * FROM users WHERE id = ?', [id]);
      return row;
    };

    it('[P28] lie in the database without a readable phone number', async () => {
      const id = await withPhone('13912345678');
      const digests = await database().query('SELECT * FROM user_phone_digests WHERE user_id = ?', [id]);
      expect(digests).toHaveLength(1);
      const row = JSON.stringify([await rowOf(id), digests]);
      for (const part of ['13912345678', '12345678', '139****5678', '1391234']) expect(row).not.toContain(part);
    });

    it('[F14] have no phone when its ciphertext was taken from somebody else', async () => {
      const [mine, yours] = [await withPhone('13922222222'), await withPhone('13911111111')];
      const stolen = (await rowOf(yours))?.phone ?? '';
      await database().execute('UPDATE users SET phone = ? WHERE id = ?', [stolen, mine]);
      await expect(phoneOf(mine)).rejects.toThrow(PersonalDataUnreadable);
    });

    it('count their changes from 1', async () => {
      const id = await withPhone('13933333333');
      expect(await rowOf(id)).toMatchObject({ version: 2 });
      await users.change(id, () => undefined);
      expect(await rowOf(id)).toMatchObject({ version: 3 });
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

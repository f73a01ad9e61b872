import { newId } from '#kernel';
import { cryptoSchema, PersonalDataUnreadable } from '#platform/crypto';
import { onEachDatabase } from '../../../test/support/databases.js';
import { DatabaseIdentities } from './database-identities.js';
import { identitiesContract } from './identities.contract.js';
import { aCipher } from '#platform/crypto/testing';
import { InMemoryIdentities } from './in-memory-identities.js';
import { authSchema } from './schema.js';
import { revocationSchema } from '#platform/revocation';

describe('identities in memory', () => {
  const identities = new InMemoryIdentities();
  identitiesContract(() => identities);
});

describe('identities', () => {
  onEachDatabase([cryptoSchema, revocationSchema, authSchema], (database) => {
    let identities: DatabaseIdentities;
    beforeAll(() => {
      identities = new DatabaseIdentities(database(), aCipher(database()));
    });
    identitiesContract(() => identities);

    const added = async (account: string, sessionKey: string) => {
      const userId = newId();
      const identity = { userId, account, unionAccount: null, answeredAt: new Date() };
      await identities.add(identity);
      await identities.renew({ ...identity, sessionKey });
      return userId;
    };

    it('lie in the database without a readable session key', async () => {
      await added('planted', 'cGxhbnRlZCBzZXNzaW9uIGtleQ==');
      const rows = await database().query('SELECT * FROM wechat_identities WHERE account = ?', ['planted']);
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain('cGxhbnRlZ');
    });

    it('cannot be opened with the session key of somebody else', async () => {
      const [mine, yours] = [await added('mine', 'bWluZQ=='), await added('yours', 'eW91cnM=')];
      const [row] = await database().query<{ session_key: string }>(
        'SELECT session_key FROM wechat_identities WHERE user_id = ?',
        [yours],
      );
      await database().execute('UPDATE wechat_identities SET session_key = ? WHERE user_id = ?', [
        row?.session_key ?? '',
        mine,
      ]);
      await expect(identities.find(mine)).rejects.toThrow(PersonalDataUnreadable);
    });
  });
});

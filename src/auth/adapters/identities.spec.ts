import { newId } from '#kernel';
import { cryptoSchema, PersonalDataUnreadable } from '#platform/crypto';
import { aCipher } from '#platform/crypto/testing';
import { revocationSchema } from '#platform/revocation';
import { onEachDatabase } from '../../../test/support/databases.js';
import { identitiesContract } from './identities.contract.js';
import { InMemoryIdentities } from './in-memory-identities.js';
import { authSchema } from './schema.js';
import { SqlIdentities } from './sql-identities.js';
import { SqlUserBlocks } from './sql-user-blocks.js';
import { SqlWechatAccounts } from './sql-wechat-accounts.js';

describe('identities in memory', () => {
  const identities = new InMemoryIdentities();
  identitiesContract(() => identities);
});

describe('identities', () => {
  onEachDatabase([cryptoSchema, revocationSchema, authSchema], (database) => {
    let identities: SqlIdentities;
    beforeAll(() => {
      identities = new SqlIdentities(database(), aCipher(database()));
    });
    identitiesContract(() => identities);

    const added = async (account: string, sessionKey: string) => {
      const userId = newId();
      const identity = { userId, account, unionAccount: null, answeredAt: new Date() };
      await identities.add(identity);
      await identities.renew({ ...identity, sessionKey: await identities.sealSessionKey(userId, sessionKey) });
      return userId;
    };

    it('lie in the database without a readable session key', async () => {
      await added('planted', 'cGxhbnRlZCBzZXNzaW9uIGtleQ==');
      const rows = await database().query('SELECT * FROM wechat_identities WHERE account = ?', ['planted']);
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain('cGxhbnRlZ');
    });

    it('say how WeChat names a user, until the user is erased', async () => {
      const accounts = new SqlWechatAccounts(database());
      const userId = await added('named', 'bmFtZWQ=');
      expect(await accounts.accountOf(userId)).toBe('named');
      await identities.remove(userId);
      expect(await accounts.accountOf(userId)).toBeNull();
      expect(await accounts.accountOf(newId())).toBeNull();
    });

    it('say of whom they find whether they are blocked', async () => {
      const blocks = new SqlUserBlocks(database(), aCipher(database()));
      const [blocked, free] = [await added('blocked', 'YmxvY2tlZA=='), await added('free', 'ZnJlZQ==')];
      const reason = await blocks.sealReason(blocked, '拒收');
      await blocks.add({ userId: blocked, reason, blockedBy: newId(), at: new Date() });
      expect(await identities.usersOf(['blocked', 'free'])).toEqual(
        new Map([
          ['blocked', { userId: blocked, blocked: true }],
          ['free', { userId: free, blocked: false }],
        ]),
      );
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

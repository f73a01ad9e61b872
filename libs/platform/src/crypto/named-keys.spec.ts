import { cryptoSchema } from '#platform/crypto';
import { aKeyring, namedKeysOn } from '#platform/crypto/testing';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { revocationSchema } from '#platform/revocation';

describe("the shop's own keys", () => {
  onEachDatabase([cryptoSchema, revocationSchema], (database) => {
    it('are made at their first use and are then the same in every process', async () => {
      const racing = await Promise.all(Array.from({ length: 5 }, () => namedKeysOn(database()).get('stamps')));
      const [made] = racing;
      expect(made?.symmetricKeySize).toBe(32);
      for (const key of racing) expect(made?.equals(key)).toBe(true);
      expect(made?.equals(await namedKeysOn(database()).get('stamps'))).toBe(true);
      const found = await namedKeysOn(database()).startingWith('stamp');
      expect(found.map(({ name, key }) => [name, made?.equals(key)])).toEqual([['stamps', true]]);
    });

    it('are another one under each name, also where one name begins with another', async () => {
      const keys = namedKeysOn(database());
      expect((await keys.get('stamp')).equals(await keys.get('stamps'))).toBe(false);
    });

    it('are never replaced because they cannot be unwrapped', async () => {
      const key = await namedKeysOn(database()).get('seals');
      await expect(namedKeysOn(database(), aKeyring('other')).get('seals')).rejects.toThrow('cannot be unwrapped');
      expect(key.equals(await namedKeysOn(database()).get('seals'))).toBe(true);
    });

    it('lie in the database wrapped', async () => {
      const key = await namedKeysOn(database()).get('plain');
      const rows = JSON.stringify(await database().query('SELECT * FROM wrapped_keys'));
      for (const form of ['base64', 'base64url', 'hex'] as const)
        expect(rows).not.toContain(key.export().toString(form));
    });
  });
});

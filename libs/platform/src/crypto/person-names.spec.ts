import { createSecretKey } from 'node:crypto';
import { cryptoSchema, type NamedKeys } from '#platform/crypto';
import { namedKeysOn } from '#platform/crypto/testing';
import { type OpenDatabase, openSqlite } from '../../../../test/support/databases.js';
import { PersonNames } from './person-names.js';

describe('the name that stands for a person in logs', () => {
  let open: OpenDatabase;
  beforeEach(async () => {
    open = await openSqlite([cryptoSchema]);
  });
  afterEach(() => open.close());
  const names = async (keys: Pick<NamedKeys, 'get'> = namedKeysOn(open.database)) => {
    const made = new PersonNames(keys as NamedKeys);
    await made.prepare();
    return made;
  };

  it('is the same for the same person in every process, another one for another person, and not theirs', async () => {
    const [one, other] = [await names(), await names()];
    expect(one.of('u1')).toMatch(/^[\w-]{16}$/);
    expect(one.of('u1')).toBe(other.of('u1'));
    expect(one.of('u1')).toBe(one.of('u1'));
    expect(one.of('u2')).not.toBe(one.of('u1'));
  });

  it('is made with a key of its own: those of analytics cannot be laid upon it', async () => {
    const asked: string[] = [];
    await names({ get: async (name) => (asked.push(name), createSecretKey(Buffer.alloc(32))) });
    expect(asked).toEqual(['log-pseudonyms']);
  });

  it('does not exist while nobody hands out the key, and nothing fails', async () => {
    const without = await names({ get: () => Promise.reject(new Error('no answer')) });
    expect(without.of('u1')).toBeUndefined();
    without.onApplicationShutdown();
  });
});

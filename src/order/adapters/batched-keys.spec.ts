import { KeyManagement, type KeyFor, type WrappedKey } from '../../../libs/platform/src/crypto/key-management.js';
import { aCipher, aKeyring } from '#platform/crypto/testing';
import { newId } from '#kernel';
import { onEachDatabase } from '../../../test/support/databases.js';
import { People, peopleSchemas } from '../testing/people.js';
import { OrderQueries } from './order.queries.js';
import { SealedAddresses } from './sealed-addresses.js';
import { StaffOrderQueries } from './staff-order.queries.js';

const PEOPLE = 12;

/** A key-management service that counts how often it is asked to unwrap. */
class CountedKeys extends KeyManagement {
  calls = 0;
  private readonly keyring = aKeyring();

  currentKeyId = () => this.keyring.currentKeyId();
  keyIds = () => this.keyring.keyIds();
  wrap = (keys: readonly KeyFor<Buffer>[]) => this.keyring.wrap(keys);
  rewrap = (keys: readonly KeyFor<WrappedKey>[]) => this.keyring.rewrap(keys);

  unwrap(keys: readonly KeyFor<WrappedKey>[]) {
    this.calls++;
    return this.keyring.unwrap(keys);
  }
}

describe('the keys of many people', () => {
  onEachDatabase(peopleSchemas, (database) => {
    const keys = new CountedKeys();
    const ids: string[] = [];
    let customerId = '';
    beforeAll(async () => {
      const people = new People(database(), aCipher(database(), { management: keys }));
      for (let n = 0; n < PEOPLE; n++) {
        const order = await people.place({ customerId: newId() });
        await people.pay(order.id);
        await people.askRefund(order);
        ids.push(order.id);
        ({ customerId } = order);
      }
    });
    /** As a process that holds no key yet. */
    const asked = async (read: (people: People) => Promise<unknown>) => {
      const people = new People(database(), aCipher(database(), { management: keys }));
      keys.calls = 0;
      const lookUps = jest.spyOn(people.database, 'query');
      await read(people);
      const rows = lookUps.mock.calls.filter(([sql]) => sql.includes('FROM data_keys'));
      lookUps.mockRestore();
      return { unwrapped: keys.calls, read: rows.length };
    };
    const page = { limit: 100, after: null, offset: null };

    it.each<[string, (people: People) => Promise<unknown>]>([
      ['a list for staff', ({ details }) => new StaffOrderQueries(database(), details).list({}, page)],
      ['a list of refunds', ({ details }) => new StaffOrderQueries(database(), details).refunds(undefined, page)],
      ['shipping labels', ({ details }) => new SealedAddresses(database(), details).of(ids)],
      ['a list of one’s own', ({ details }) => new OrderQueries(database(), details).list(customerId, undefined, page)],
    ])('are looked up and unwrapped together for %s', async (_list, read) => {
      expect(await asked(read)).toEqual({ unwrapped: 1, read: 1 });
    });
  });
});

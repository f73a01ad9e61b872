import { newId } from '#kernel';
import { KeysUnavailable } from '#platform/crypto';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { onEachDatabase } from '../../../test/support/databases.js';
import { InMemoryUserDirectory } from '../testing/other-contexts.js';
import { StaffOrderQueries } from '../adapters/staff-order.queries.js';
import { People, peopleSchemas } from '../testing/people.js';
import { LookUpCustomer } from './look-up-customer.js';

const actor = { kind: 'staff', id: 'bo', ip: '203.0.113.9', requestId: 'r-1' } as const;
const NUMBER = '+8613800138000';

describe('staff who look for a customer', () => {
  const customerId = newId();
  let audit: InMemoryAuditLog;
  let users: InMemoryUserDirectory;
  let lookUp: LookUpCustomer;
  beforeEach(() => {
    audit = new InMemoryAuditLog();
    users = new InMemoryUserDirectory(new Error('no address'));
    users.phones.set(NUMBER, customerId);
    lookUp = new LookUpCustomer(users, audit);
  });
  const find = (text: string) => lookUp.execute({ text, actor });

  it.each(['13800138000', '138 0013 8000', '138-0013-8000', '+8613800138000', '+86 138 0013 8000', ' 8613800138000'])(
    'find them by “%s”',
    async (text) => expect(await find(text)).toBe(customerId),
  );

  it('leave on record who looked and whom they found, and never the number', async () => {
    await find('13800138000');
    await find('13800138001');
    expect(audit.entries).toEqual([
      { type: 'data.phone-looked-up', actor, subject: customerId },
      { type: 'data.phone-looked-up', actor, subject: null },
    ]);
  });

  it.each(['', newId(), 'SF1234567890123', '1380013800', '138001380001', '+86', '+86 ', '+1234567890123456', '12-34'])(
    'ask nobody when they search for “%s”, which is no telephone number',
    async (text) => {
      const asked = jest.spyOn(users, 'withPhone');
      expect(await find(text)).toBeNull();
      expect([asked.mock.calls, audit.entries]).toEqual([[], []]);
    },
  );

  it('hear that it cannot be told now while the keys are away', async () => {
    jest.spyOn(users, 'withPhone').mockRejectedValue(new KeysUnavailable());
    await expect(find('13800138000')).rejects.toMatchObject({ code: 503 });
    expect(audit.entries).toEqual([]);
  });

  describe('see their orders', () => {
    onEachDatabase(peopleSchemas, (database) => {
      it('beside those whose id or tracking number it is, in the status they want', async () => {
        const people = new People(database());
        const [one, other] = [await people.place({ customerId }), await people.place({ customerId })];
        const stranger = await people.place();
        await people.pay(stranger.id);
        await people.ship(stranger.id, { carrier: '中通', trackingNo: '13800138000' });
        await people.place();
        await people.cancel(other.id);
        const queries = new StaffOrderQueries(database(), people.details);
        const request = { limit: 10, after: null, offset: 0 };
        const found = async (filter: Parameters<StaffOrderQueries['list']>[0]) =>
          (await queries.list({ q: '13800138000', ...filter }, request)).items.map(({ id }) => id);
        expect(await found({ customerId })).toEqual([stranger.id, other.id, one.id]);
        expect(await found({ customerId, status: 'CANCELLED' })).toEqual([other.id]);
        expect(await found({ customerId: null })).toEqual([stranger.id]);
        const { total } = await queries.list({ q: '13800138000', customerId }, request);
        expect(total).toBe(3);
      });
    });
  });
});

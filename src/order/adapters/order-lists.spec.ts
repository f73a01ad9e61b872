import { newId } from '#kernel';
import { PersonalDataUnreadable } from '#platform/crypto';
import { onEachDatabase } from '../../../test/support/databases.js';
import { People, peopleSchemas, somewhere } from '../testing/people.js';
import { OrderQueries } from './order.queries.js';

const first = (limit: number) => ({ limit, after: null });

describe('lists of orders that shoppers ask for at the same time', () => {
  onEachDatabase(peopleSchemas, (database) => {
    let people: People;
    let queries: OrderQueries;
    beforeAll(() => {
      people = new People(database());
      queries = new OrderQueries(database(), people.details);
    });

    const placeMany = async (customerId: string, count: number) => {
      const ids: string[] = [];
      for (let n = 0; n < count; n++) ids.unshift((await people.place({ customerId })).id);
      return ids;
    };

    it('are what each would see alone, whoever asks with them and however often', async () => {
      const [anna, ben, newcomer] = [newId(), newId(), newId()];
      const ids = await placeMany(anna, 4);
      await placeMany(ben, 2);
      await people.pay(ids[1] ?? '');
      await people.askRefund({ id: ids[1] ?? '', customerId: anna });
      const asked: Parameters<OrderQueries['list']>[] = [
        [anna, undefined, first(20)],
        [ben, undefined, first(20)],
        [anna, undefined, first(2)],
        [newcomer, undefined, first(20)],
        [anna, 'PAID', first(20)],
        [anna, undefined, { limit: 20, after: ids[1] ?? null }],
      ];
      const alone: unknown[] = [];
      for (const one of asked) alone.push(await queries.list(...one));
      const manyTimes = Array.from({ length: 5 }).fill(asked).flat() as typeof asked;
      const together = await Promise.all(manyTimes.map((one) => queries.list(...one)));
      expect(together).toEqual(Array.from({ length: 5 }).fill(alone).flat());
    });

    it('cost one statement for many of them', async () => {
      const customers = Array.from({ length: 16 }, newId);
      for (const customerId of customers) await people.place({ customerId });
      const sent = jest.spyOn(database(), 'query');
      const lists = await Promise.all(customers.map((id) => queries.list(id, undefined, first(20))));
      const ofOrders = sent.mock.calls.filter(([sql]) => sql.includes('order_lines'));
      sent.mockRestore();
      expect(lists.map(({ items }) => items.length)).toEqual(customers.map(() => 1));
      expect(ofOrders).toHaveLength(1);
    });

    it('wait for none that asks for a long page: that is read by itself', async () => {
      const { customerId } = await people.place();
      const sent = jest.spyOn(database(), 'query');
      await Promise.all([20, 20, 21, 100].map((limit) => queries.list(customerId, undefined, first(limit))));
      const ofOrders = sent.mock.calls.filter(([sql]) => sql.includes('order_lines'));
      sent.mockRestore();
      expect(ofOrders).toHaveLength(3);
    });

    it('fail for one whose texts cannot be opened, and for nobody else', async () => {
      const [unlucky, lucky] = [await people.place(), await people.place()];
      const [sealed] = await database().query<{ address: string }>('SELECT address FROM orders WHERE id = ?', [
        lucky.id,
      ]);
      await database().execute('UPDATE orders SET address = ? WHERE id = ?', [sealed?.address ?? '', unlucky.id]);
      const [failed, shown] = await Promise.allSettled(
        [unlucky, lucky].map(({ customerId }) => queries.list(customerId, undefined, first(20))),
      );
      expect(failed).toMatchObject({ reason: expect.any(PersonalDataUnreadable) as unknown });
      expect(shown).toMatchObject({ value: { items: [{ id: lucky.id, address: somewhere }] } });
    });
  });
});

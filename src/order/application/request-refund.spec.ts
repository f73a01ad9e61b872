import { newId } from '#kernel';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { InMemoryUserDirectory } from '../testing/other-contexts.js';
import { People, peopleSchemas } from '../testing/people.js';
import { RequestRefund } from './request-refund.js';

class Gone extends Error {}

describe('asking for a refund', () => {
  onEachDatabase([...peopleSchemas, idempotencySchema], (database) => {
    const ask = async (users: InMemoryUserDirectory) => {
      const people = new People(database());
      const { id: orderId, customerId } = await people.place();
      await people.pay(orderId);
      const key = { owner: customerId, route: 'POST /refunds', key: newId(), fingerprint: 'f' };
      const request = new RequestRefund(people.orders, users, new Idempotency(database(), people.clock), people.clock);
      const asked = request.execute({ orderId, customerId, amountFen: null, reason: '不想要了', key });
      await asked.catch((error: unknown) => error);
      return { asked, customerId, refunds: (await people.orders.get(orderId)).snapshot.refunds };
    };

    it('[P30] holds who asks first, so that an erasure waits for it', async () => {
      const users = new InMemoryUserDirectory(new Gone());
      const hold = jest.spyOn(users, 'hold').mockImplementation(async () => {
        expect(database().inTransaction).toBe(true);
      });
      const { asked, customerId, refunds } = await ask(users);
      expect((await asked).replayed).toBe(false);
      expect(hold).toHaveBeenCalledWith(customerId);
      expect(refunds).toHaveLength(1);
    });

    it('[P30] asks for none where an erasure was faster', async () => {
      const users = new InMemoryUserDirectory(new Gone());
      jest.spyOn(users, 'hold').mockRejectedValue(new Gone());
      const { asked, refunds } = await ask(users);
      await expect(asked).rejects.toThrow(Gone);
      expect(refunds).toEqual([]);
    });
  });
});

import { newId } from '#kernel';
import { DatabaseUnavailable } from '#platform/database';
import { TooManyWaiting } from '#platform/gathering';
import { onEachDatabase } from '../../../test/support/databases.js';
import { aCommand, idOf, outcomeOf, Placing, placingSchemas } from '../testing/placing.js';

/** That they come out as if they had been placed one by one is shown by test/properties/gathered-placements.spec.ts. */
describe('gathered placements', () => {
  onEachDatabase(placingSchemas, (database) => {
    it('fail those alone that break the transaction', async () => {
      const placing = new Placing(database());
      placing.catalogue.put('cursed', 1);
      placing.stock.broken = { skuId: 'cursed', error: new Error('the lights went out') };
      const commands = [aCommand(), aCommand({ items: [{ skuId: 'cursed', quantity: 1 }] }), aCommand()];
      const placements = await Promise.all(commands.map((command) => placing.gathered.place(command)));
      expect(placements.map(outcomeOf)).toEqual(['placed', 'the lights went out', 'placed']);
    });

    it('make one order of equal requests, and refuse another body under the same key', async () => {
      const placing = new Placing(database());
      const wish = aCommand();
      const other = { ...wish, key: { ...wish.key, fingerprint: 'another body' } };
      const claim = jest.spyOn(placing.idempotency, 'claim');
      const placements = await Promise.all([wish, wish, other, wish].map((one) => placing.gathered.place(one)));
      expect(placements.map(outcomeOf)).toEqual(['placed', 'replayed', 4004, 'replayed']);
      expect(placements[1]).toEqual({ replayed: idOf(placements[0]) });
      expect(claim).toHaveBeenCalledTimes(1);
    });

    it('are not tried again one by one when the database does not answer', async () => {
      const placing = new Placing(database());
      const transaction = jest.spyOn(database(), 'transaction').mockRejectedValue(new DatabaseUnavailable());
      const wish = aCommand();
      const placements = await Promise.all([wish, aCommand(), wish].map((one) => placing.gathered.place(one)));
      expect(transaction).toHaveBeenCalledTimes(1);
      transaction.mockRestore();
      expect(placements.map(outcomeOf)).toEqual([503, 503, 503]);
    });

    it('refuse what one shopper wants more than may wait, and keep nobody else waiting', async () => {
      // Two lists at one time may exceed the limit of unpaid orders by what is in flight: it is not what this is about.
      const placing = new Placing(database(), { unpaidMost: Infinity });
      placing.stock.levels.set('tea', 1_000);
      const customerId = newId();
      const mine = Array.from({ length: 101 }, () => placing.gathered.place(aCommand({ customerId })));
      const yours = placing.gathered.place(aCommand());
      const refused = (await Promise.allSettled(mine)).filter(({ status }) => status === 'rejected');
      expect(refused.map((one) => (one as PromiseRejectedResult).reason as Error)).toEqual([
        expect.any(TooManyWaiting),
      ]);
      expect(outcomeOf(await yours)).toBe('placed');
      expect(await placing.ordersOf(customerId)).toHaveLength(100);
    });

    it('are all decided before the process goes, whoever still listens', async () => {
      const placing = new Placing(database());
      const commands = [aCommand(), aCommand()];
      for (const command of commands) void placing.gathered.place(command);
      await new Promise(setImmediate);
      await placing.gathered.beforeApplicationShutdown();
      for (const { customerId } of commands) expect(await placing.ordersOf(customerId)).toHaveLength(1);
    });
  });
});

import { Logger } from '@nestjs/common';
import { ManualClock, newId } from '#kernel';
import { DatabaseUnavailable } from '#platform/database';
import { eventsSchema, Reactions } from '#platform/events';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { eventProcess, forgetEvents, outboxOf } from '../../../../test/support/events.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';
import { GivenUp } from './given-up.js';
import { InvokedDelivery } from './invoked-delivery.js';

onEachDatabase([eventsSchema, shelvesSchema], (database) => {
  let id: string;
  let eventId: string;
  let clock: ManualClock;
  beforeEach(async () => {
    Logger.overrideLogger(false);
    await forgetEvents(database());
    clock = new ManualClock();
    id = newId();
    const main = eventProcess(database(), clock);
    await main.record(id, 1, 'lamp.lit');
    await main.bus.settled(id);
    const [row] = await database().query<{ id: string }>('SELECT id FROM outbox WHERE aggregate_id = ?', [id]);
    eventId = row?.id ?? '';
  });

  /** An instance of the function, of which there may be several. */
  function instance(handle: () => Promise<void>, transaction = true): InvokedDelivery {
    const reactions = new Reactions(undefined as never);
    reactions.add({ type: 'lamp.lit', name: 'Open', transaction, reaction: { handle } });
    return new InvokedDelivery(database(), clock, reactions, new GivenUp(database()));
  }
  const addOne = async () => {
    await database().execute('UPDATE shelves SET stock = stock + 1 WHERE id = ?', [id]);
  };

  it('[P70] has its effect once, invoked twice and at once', async () => {
    await putOnShelf(database(), id);
    const [one, other] = [instance(addOne), instance(addOne)];
    expect(await Promise.all([one.deliver(eventId), other.deliver(eventId)])).toEqual(['delivered', 'delivered']);
    expect(await one.deliver(eventId)).toBe('delivered');
    expect(await stockOf(database(), id)).toBe(1);
  });

  it('does nothing for an event that was made up', async () => {
    const handle = jest.fn(async () => undefined);
    expect(await instance(handle).deliver(newId())).toBe('unknown');
    expect(handle).not.toHaveBeenCalled();
  });

  it('[P70] has failed until it succeeds; after twelve times, in whatever process, the event is dead', async () => {
    const fails = jest.fn(async () => undefined).mockRejectedValueOnce(new Error('not yet'));
    const mended = instance(fails);
    expect([await mended.deliver(eventId), await mended.deliver(eventId)]).toEqual(['failed', 'delivered']);
    await database().execute('DELETE FROM inbox');
    const outcomes: string[] = [];
    for (let n = 0; n < 11; n++)
      outcomes.push(await instance(() => Promise.reject(new Error('never'))).deliver(eventId));
    expect(outcomes).toEqual([...Array.from({ length: 10 }, () => 'failed'), 'parked']);
    expect(await outboxOf(database(), id)).toEqual([{ status: 'dead', attempts: 12, error: 'Open: never' }]);
  });

  it('counts no attempt while the database is away', async () => {
    const away = instance(() => Promise.reject(new DatabaseUnavailable()));
    await expect(away.deliver(eventId)).rejects.toThrow(DatabaseUnavailable);
    expect(await outboxOf(database(), id)).toEqual([{ status: 'delivered', attempts: 0, error: null }]);
  });
});

import { type DomainEvent, ManualClock, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { type EventProcess, eventProcess, forgetEvents, outboxOf } from '../../../../test/support/events.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';
import { signal } from '../../../../test/support/signal.js';

onEachDatabase([eventsSchema, shelvesSchema], (database) => {
  let clock: ManualClock;
  let process: EventProcess;
  let id: string;
  beforeEach(async () => {
    await forgetEvents(database());
    clock = new ManualClock();
    process = eventProcess(database(), clock);
    id = newId();
  });

  const addOne = async () => {
    await database().execute('UPDATE shelves SET stock = stock + 1 WHERE id = ?', [id]);
  };
  const delivered = { status: 'delivered', attempts: 0, error: null };

  it('delivers at once what is committed', async () => {
    const handle = jest.fn(async () => undefined);
    process.on('lamp.lit', 'Tell', handle);
    await process.record(id, 1, 'lamp.lit');
    await process.bus.settled(id);
    expect(handle).toHaveBeenCalledWith({ type: 'lamp.lit', at: clock.now() });
    expect(await outboxOf(database(), id)).toEqual([delivered]);
  });

  it('makes whoever waits for a slow reaction wait only as long as they say', async () => {
    const end = signal();
    let heard = false;
    process.on('lamp.lit', 'Dawdle', async () => {
      await end.given;
      heard = true;
    });
    await process.record(id, 1, 'lamp.lit');
    await process.bus.settledWithin(id, 1);
    expect(heard).toBe(false);
    end.give();
    await process.bus.settled(id);
    expect(await outboxOf(database(), id)).toEqual([delivered]);
  });

  it('[P13] never delivers what is rolled back', async () => {
    const handle = jest.fn(async () => undefined);
    process.on('lamp.lit', 'Tell', handle);
    const change = database().transaction(async () => {
      await process.record(id, 1, 'lamp.lit');
      throw new Error('no');
    });
    await expect(change).rejects.toThrow('no');
    clock.advance(60_000);
    await process.poller.poll();
    expect(handle).not.toHaveBeenCalled();
    expect(await outboxOf(database(), id)).toEqual([]);
  });

  it('refuses an event outside the transaction of its change', async () => {
    const events = [{ type: 'lamp.lit', at: clock.now() }];
    await expect(process.outbox.append([{ aggregateId: id, version: 1, events }])).rejects.toThrow(
      'in the transaction',
    );
  });

  it('keeps an event nobody waits for as delivered', async () => {
    await process.record(id, 1, 'lamp.lit');
    expect(await outboxOf(database(), id)).toEqual([delivered]);
  });

  describe('to a reaction that says what concerns it', () => {
    const ids = Array.from({ length: 6 }, () => newId());
    const all = () => Promise.all(ids.map((one, at) => process.record(one, 1, at < 2 ? 'lamp.lit' : 'lamp.out')));
    const inboxRows = async () => (await database().query('SELECT event_id FROM inbox')).length;

    it('keeps those that concern nobody as delivered, and hands it the others, asking about all at once', async () => {
      const handle = jest.fn(async () => undefined);
      const concerns = jest.fn(async (events: readonly DomainEvent[]) => events.map((_, at) => at % 2 === 0));
      process.on('lamp.out', 'Count', handle, { transaction: true }, concerns);
      await database().transaction(async () => {
        const events = () => [{ type: 'lamp.out', at: clock.now() }];
        await process.outbox.append(ids.map((aggregateId) => ({ aggregateId, version: 1, events: events() })));
        const kept = await Promise.all(ids.map((one) => outboxOf(database(), one)));
        expect(kept.map(([one]) => one?.status === 'pending')).toEqual([true, false, true, false, true, false]);
      });
      await process.bus.idle();
      expect(concerns.mock.calls.map(([events]) => events.length)).toEqual([6, 3]);
      expect(handle).toHaveBeenCalledTimes(2);
      expect(await inboxRows()).toBe(2);
      for (const one of ids) expect(await outboxOf(database(), one)).toEqual([delivered]);
    });

    it('hands it to others all the same', async () => {
      const [handle, other] = [jest.fn(async () => undefined), jest.fn(async () => undefined)];
      process.on('lamp.lit', 'Count', handle, { transaction: true }, async (events) => events.map(() => false));
      process.on('lamp.lit', 'Tell', other);
      await all();
      await process.bus.idle();
      expect(handle).not.toHaveBeenCalled();
      expect(other).toHaveBeenCalledTimes(2);
    });

    it('asks again later when it could not say, which fails no change', async () => {
      const handle = jest.fn(async () => undefined);
      const concerns = jest.fn(async (events: readonly DomainEvent[]) => events.map(() => true));
      concerns.mockRejectedValueOnce(new Error('no database')).mockRejectedValueOnce(new Error('no database'));
      process.on('lamp.lit', 'Count', handle, { transaction: true }, concerns);
      await process.record(id, 1, 'lamp.lit');
      await process.bus.idle();
      expect(await outboxOf(database(), id)).toMatchObject([
        { status: 'pending', attempts: 1, error: 'Count: no database' },
      ]);
      clock.advance(1_000);
      await process.poller.poll();
      expect(handle).toHaveBeenCalledTimes(1);
    });
  });

  it.each(['ER_LOCK_DEADLOCK', 'PROTOCOL_CONNECTION_LOST'])(
    'fails the change when asking costs it its transaction (%s)',
    async (code) => {
      const gone = Object.assign(new Error('gone'), { code, errno: code === 'ER_LOCK_DEADLOCK' ? 1213 : undefined });
      const concerns = jest.fn().mockRejectedValue(gone);
      process.on('lamp.lit', 'Count', jest.fn(), { transaction: true }, concerns);
      await expect(process.record(id, 1, 'lamp.lit')).rejects.toBe(gone);
      expect(await outboxOf(database(), id)).toEqual([]);
    },
  );

  it('delivers what a reaction records itself', async () => {
    const heard = jest.fn(async () => undefined);
    process.on('lamp.lit', 'Answer', () => process.record(`${id}b`, 1, 'door.opened'));
    process.on('door.opened', 'Hear', heard);
    await process.record(id, 1, 'lamp.lit');
    await process.bus.idle();
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('[P14] has each effect once when the event cannot be marked delivered afterwards', async () => {
    await putOnShelf(database(), id);
    process.on('lamp.lit', 'AddOne', addOne);
    const execute = database().execute.bind(database());
    const spy = jest.spyOn(database(), 'execute').mockImplementation(async (sql, values) => {
      if (sql.includes("status = 'delivered'")) throw new Error('the connection is gone');
      return execute(sql, values);
    });
    await process.record(id, 1, 'lamp.lit');
    await process.bus.settled(id);
    spy.mockRestore();
    expect(await outboxOf(database(), id)).toEqual([{ ...delivered, status: 'pending' }]);
    clock.advance(10_000);
    expect(await process.poller.poll()).toBe(1);
    expect(await outboxOf(database(), id)).toEqual([delivered]);
    expect(await stockOf(database(), id)).toBe(1);
  });

  it('[P14] has each effect once when another process polls what this one is delivering', async () => {
    await putOnShelf(database(), id);
    const begun = signal();
    const goOn = signal();
    process.on('lamp.lit', 'AddOne', async () => {
      begun.give();
      await goOn.given;
      await addOne();
    });
    const other = eventProcess(database(), clock);
    other.on('lamp.lit', 'AddOne', addOne);
    await process.record(id, 1, 'lamp.lit');
    await begun.given;
    clock.advance(10_000);
    const polled = other.poller.poll();
    goOn.give();
    await Promise.all([polled, process.bus.settled(id)]);
    clock.advance(60_000);
    await other.poller.poll();
    expect(await stockOf(database(), id)).toBe(1);
    expect((await outboxOf(database(), id)).map(({ status }) => status)).toEqual(['delivered']);
  });

  it('repeats only the reaction that failed, not those that had their effect', async () => {
    await putOnShelf(database(), id);
    const fails = jest.fn(async () => undefined).mockRejectedValueOnce(new Error('not yet'));
    process.on('lamp.lit', 'AddOne', addOne);
    process.on('lamp.lit', 'FailOnce', fails);
    await process.record(id, 1, 'lamp.lit');
    await process.bus.settled(id);
    clock.advance(10_000);
    await process.poller.poll();
    expect(fails).toHaveBeenCalledTimes(2);
    expect(await stockOf(database(), id)).toBe(1);
  });

  it('runs a reaction outside a transaction where that is asked for, and once when it succeeds', async () => {
    const inTransaction: boolean[] = [];
    const note = async () => {
      inTransaction.push(database().inTransaction);
    };
    const fail = jest.fn(async () => undefined).mockRejectedValueOnce(new Error('not yet'));
    process.on('lamp.lit', 'Within', note);
    process.on('lamp.lit', 'Call', note, { transaction: false });
    process.on('lamp.lit', 'Fail', fail, { transaction: false });
    await process.record(id, 1, 'lamp.lit');
    await process.bus.settled(id);
    clock.advance(10_000);
    await process.poller.poll();
    expect(inTransaction).toEqual([true, false]);
    expect(fail).toHaveBeenCalledTimes(2);
    expect(await outboxOf(database(), id)).toEqual([{ status: 'delivered', attempts: 1, error: null }]);
  });
});

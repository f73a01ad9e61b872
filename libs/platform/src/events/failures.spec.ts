import { ManualClock, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { DatabaseUnavailable } from '#platform/database';
import { MAX_ATTEMPTS, UNANSWERED_PAUSE_MS } from './event-bus.js';
import { EventLog, EventNotFound } from './event-log.js';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { type EventProcess, eventProcess, forgetEvents, outboxOf } from '../../../../test/support/events.js';

onEachDatabase([eventsSchema], (database) => {
  let clock: ManualClock;
  let process: EventProcess;
  let log: EventLog;
  let id: string;
  let healthy: boolean;
  const handle = jest.fn();
  beforeEach(async () => {
    await forgetEvents(database());
    clock = new ManualClock();
    process = eventProcess(database(), clock);
    log = new EventLog(database(), clock);
    id = newId();
    healthy = false;
    handle.mockReset();
    process.on('lamp.lit', 'Fail', async () => {
      handle();
      if (!healthy) throw new Error('the bulb is broken');
    });
    await process.record(id, 1, 'lamp.lit');
    await process.bus.settled(id);
  });

  const everything = { limit: 10, after: null, offset: null };

  /** Milliseconds until the event is tried again. */
  async function nextAttemptAfter(): Promise<number> {
    const before = handle.mock.calls.length;
    for (let waited = 0; ; waited += 250) {
      await process.poller.poll();
      if (handle.mock.calls.length > before) return waited;
      clock.advance(250);
    }
  }

  async function exhaust(): Promise<void> {
    for (let n = 1; n < MAX_ATTEMPTS; n++) {
      clock.advance(61_000);
      await process.poller.poll();
    }
  }

  it('keeps the error of a failed reaction with its name', async () => {
    expect(await outboxOf(database(), id)).toEqual([
      { status: 'pending', attempts: 1, error: 'Fail: the bulb is broken' },
    ]);
  });

  it('waits longer after each failure', async () => {
    const waits = [];
    for (let n = 0; n < 4; n++) waits.push(await nextAttemptAfter());
    expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it('[P16] never gives up, nor waits longer and longer, because the database does not answer', async () => {
    process.on('row.locked', 'Wait', () => {
      handle();
      return healthy ? Promise.resolve() : Promise.reject(new DatabaseUnavailable());
    });
    const locked = newId();
    await process.record(locked, 1, 'row.locked');
    await process.bus.settled(locked);
    for (let n = 1; n < 2 * MAX_ATTEMPTS; n++) {
      clock.advance(UNANSWERED_PAUSE_MS);
      await process.poller.poll();
    }
    expect(await outboxOf(database(), locked)).toMatchObject([{ status: 'pending', attempts: 0 }]);
    healthy = true;
    clock.advance(UNANSWERED_PAUSE_MS);
    await process.poller.poll();
    expect(await outboxOf(database(), locked)).toMatchObject([{ status: 'delivered' }]);
  });

  it('[P16] gives up after the last attempt and shows the event to staff', async () => {
    await exhaust();
    expect(await outboxOf(database(), id)).toMatchObject([{ status: 'dead', attempts: MAX_ATTEMPTS }]);
    expect((await log.list('dead', everything)).items).toMatchObject([
      {
        type: 'lamp.lit',
        aggregateId: id,
        status: 'dead',
        attempts: MAX_ATTEMPTS,
        lastError: 'Fail: the bulb is broken',
      },
    ]);
    clock.advance(3_600_000);
    await process.poller.poll();
    expect(handle).toHaveBeenCalledTimes(MAX_ATTEMPTS);
  });

  it('delivers a dead event that staff retry', async () => {
    await exhaust();
    const [dead] = (await log.list('dead', everything)).items;
    healthy = true;
    expect(await log.retry(dead?.id ?? '')).toMatchObject({ status: 'pending', attempts: 0 });
    await process.poller.poll();
    expect(await outboxOf(database(), id)).toEqual([{ status: 'delivered', attempts: 0, error: null }]);
    expect(await log.retry(dead?.id ?? '')).toMatchObject({ status: 'delivered' });
  });

  it('knows no event that does not exist', async () => {
    await expect(log.retry(newId())).rejects.toThrow(EventNotFound);
  });

  it('lists waiting events newest first, page by page', async () => {
    for (const version of [2, 3]) await process.record(id, version, 'lamp.lit');
    await process.bus.settled(id);
    const first = await log.list('pending', { limit: 2, after: null, offset: null });
    const second = await log.list('pending', { limit: 2, after: first.items.at(-1)?.id ?? null, offset: null });
    const ids = [...first.items, ...second.items].map((event) => event.id);
    expect(ids).toHaveLength(3);
    expect(ids).toEqual(ids.toSorted().reverse());
    expect([first.nextCursor === null, second.nextCursor]).toEqual([false, null]);
  });

  it('survives a reaction that throws before it returns a promise, or throws no error', async () => {
    const thrown: unknown = 'a word';
    process.on('door.opened', 'Throw', () => {
      throw thrown;
    });
    await process.record(`${id}b`, 1, 'door.opened');
    await process.bus.idle();
    expect(await outboxOf(database(), `${id}b`)).toEqual([
      { status: 'pending', attempts: 1, error: 'Throw: unknown error' },
    ]);
  });

  it('keeps no value of a failed statement', async () => {
    const secret = 'planted-13800138000';
    process.on('door.opened', 'Clash', async () => {
      const insert = 'INSERT INTO inbox (event_id, handler, handled_at) VALUES (?, ?, ?)';
      for (let n = 0; n < 2; n++) await database().execute(insert, ['one', secret, clock.now()]);
    });
    await process.record(`${id}b`, 1, 'door.opened');
    await process.bus.idle();
    const [state] = await outboxOf(database(), `${id}b`);
    expect(state?.error).toMatch(/^Clash: QueryFailedError \w+$/);
  });

  it('is put aside with a reason while it waits, holds back nothing then, and is tried again when asked', async () => {
    await process.record(id, 2, 'lamp.lit');
    await process.bus.settled(id);
    const [second, first] = (await log.list('pending', everything)).items;
    expect(await log.park(first?.id ?? '', 'it must wait for Monday')).toBe(true);
    expect(await log.park(first?.id ?? '', 'again')).toBe(false);
    expect(await log.event(first?.id ?? '')).toMatchObject({
      status: 'dead',
      lastError: 'parked: it must wait for Monday',
    });
    healthy = true;
    handle.mockClear();
    clock.advance(61_000);
    await process.poller.poll();
    expect(handle).toHaveBeenCalledTimes(1);
    expect(await log.event(second?.id ?? '')).toMatchObject({ status: 'delivered' });
    await log.retry(first?.id ?? '');
    await process.poller.poll();
    expect(await log.event(first?.id ?? '')).toMatchObject({ status: 'delivered', lastError: null });
  });

  it('parks what must not be acted upon among the dead', async () => {
    await process.outbox.park('stranger', { type: 'lamp.lit', at: clock.now() }, 'the amount differs');
    handle.mockClear();
    clock.advance(100);
    await process.poller.poll();
    expect(handle).not.toHaveBeenCalled();
    expect((await log.list('dead', everything)).items).toMatchObject([
      { aggregateId: 'stranger', status: 'dead', lastError: 'the amount differs' },
    ]);
  });
});

import { ManualClock, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { eventProcess, forgetEvents, outboxOf } from '../../../../test/support/events.js';
import { signal } from '../../../../test/support/signal.js';
import { MOST_UNDER_WAY } from './event-bus.js';

onEachDatabase([eventsSchema], (database) => {
  let clock: ManualClock;
  let delivered: string[];
  beforeEach(async () => {
    await forgetEvents(database());
    clock = new ManualClock();
    delivered = [];
  });

  /** A process that counts what it delivers; without `offered` it dies between commit and delivery. */
  function aProcess({ offered = true } = {}) {
    const process = eventProcess(database(), clock);
    process.on('lamp.lit', 'Count', async () => void delivered.push('lamp.lit'));
    if (!offered) jest.spyOn(process.bus, 'offer').mockImplementation();
    return process;
  }

  it('[P13] delivers what a crash left behind, once the process that died has had its head start', async () => {
    const id = newId();
    await aProcess({ offered: false }).record(id, 1, 'lamp.lit');
    const { poller } = aProcess();
    expect(await poller.poll()).toBe(0);
    clock.advance(5_000);
    expect(await poller.poll()).toBe(1);
    expect(delivered).toEqual(['lamp.lit']);
    expect(await outboxOf(database(), id)).toEqual([{ status: 'delivered', attempts: 0, error: null }]);
  });

  it('[P14] shares the work with other processes and delivers nothing twice', async () => {
    const crashed = aProcess({ offered: false });
    for (let n = 0; n < 120; n++) await crashed.record(newId(), 1, 'lamp.lit');
    clock.advance(5_000);
    const tried = await Promise.all([aProcess(), aProcess()].map(({ poller }) => poller.poll()));
    expect(tried[0]! + tried[1]!).toBe(120);
    expect(delivered).toHaveLength(120);
  });

  it('takes over from a process that died after it claimed events', async () => {
    await aProcess({ offered: false }).record(newId(), 1, 'lamp.lit');
    clock.advance(5_000);
    const claimer = aProcess({ offered: false });
    await claimer.poller.poll();
    const heir = aProcess();
    expect(await heir.poller.poll()).toBe(0);
    clock.advance(10_000);
    expect(await heir.poller.poll()).toBe(1);
    expect(delivered).toEqual(['lamp.lit']);
  });

  it('[P41] holds only so many events in memory: the rest wait in the outbox, and are delivered once there is room', async () => {
    const process = aProcess();
    const { given, give } = signal();
    process.on('lamp.stuck', 'Wait', () => given, { transaction: false });
    const stuck = (n: number) => ({
      id: newId(),
      aggregateId: `${n}`,
      sequence: 1,
      attempts: 0,
      first: true,
      event: { type: 'lamp.stuck', at: clock.now() },
    });
    process.bus.offer(Array.from({ length: MOST_UNDER_WAY }, (_, n) => stuck(n)));
    const id = newId();
    await process.record(id, 1, 'lamp.lit');
    clock.advance(5_000);
    expect(await process.poller.poll()).toBe(0);
    expect(await outboxOf(database(), id)).toEqual([{ status: 'pending', attempts: 0, error: null }]);
    give();
    await process.bus.idle();
    expect(await process.poller.poll()).toBe(1);
    expect(delivered).toEqual(['lamp.lit']);
  });

  it('does not wait for what was dated by a clock that has been set back since', async () => {
    const id = newId();
    clock.advance(86_400_000);
    await aProcess({ offered: false }).record(id, 1, 'lamp.lit');
    clock.advance(-86_400_000);
    expect(await aProcess().poller.poll()).toBe(1);
    expect(delivered).toEqual(['lamp.lit']);
  });
});

describe('the timer of the poller', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('never has two polls under way, and shutdown waits for the one that is', async () => {
    const answered = signal();
    const transaction = jest.fn(async () => {
      await answered.given;
      return [];
    });
    const { poller } = eventProcess({ transaction } as never, new ManualClock());
    poller.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(transaction).toHaveBeenCalledTimes(1);
    const stopped = jest.fn();
    const stopping = poller.beforeApplicationShutdown().then(stopped);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(stopped).not.toHaveBeenCalled();
    answered.give();
    await stopping;
    expect(transaction).toHaveBeenCalledTimes(1);
  });
});

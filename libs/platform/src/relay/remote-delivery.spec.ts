import { Logger } from '@nestjs/common';
import { ManualClock, newId } from '#kernel';
import { DatabaseUnavailable } from '#platform/database';
import { eventsSchema, Reactions } from '#platform/events';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { eventProcess, forgetEvents, outboxOf } from '../../../../test/support/events.js';
import type { CloudEvent } from './cloud-event.js';
import { GivenUp } from './given-up.js';
import { PublishedEvents } from './published-events.js';
import { RemoteDelivery } from './remote-delivery.js';

jest.mock('node:timers/promises', () => ({
  ...jest.requireActual<object>('node:timers/promises'),
  setTimeout: jest.fn(),
}));
const { setTimeout: pause } = jest.requireMock<{ setTimeout: jest.Mock }>('node:timers/promises');

onEachDatabase([eventsSchema], (database) => {
  let reactions: Reactions;
  let delivery: RemoteDelivery;
  let clock: ManualClock;
  let event: CloudEvent;
  const never = new AbortController().signal;
  beforeEach(async () => {
    Logger.overrideLogger(false);
    pause.mockReset().mockResolvedValue(false);
    await forgetEvents(database());
    clock = new ManualClock();
    reactions = new Reactions(undefined as never);
    const published = new PublishedEvents({ modules: { lamps: { publishes: { 'lamp.lit': 1 } } } as never });
    delivery = new RemoteDelivery(database(), clock, reactions, published, new GivenUp(database()));
    event = await recorded();
  });

  /** An event the main process has recorded and delivered to the relay. */
  async function recorded(): Promise<CloudEvent> {
    const main = eventProcess(database(), clock);
    main.on('lamp.lit', 'Relay:doors', async () => undefined);
    const subject = newId();
    await main.record(subject, 1, 'lamp.lit');
    await main.bus.settled(subject);
    const [row] = await database().query<{ id: string }>('SELECT id FROM outbox WHERE aggregate_id = ?', [subject]);
    return {
      specversion: '1.0',
      id: row?.id ?? '',
      source: '/jishi/lamps',
      type: 'lamp.lit',
      subject,
      time: clock.now().toISOString(),
      datacontenttype: 'application/json',
      dataversion: 1,
      aggregateversion: 1,
      data: {},
    };
  }

  const react = (handle: () => Promise<void>) =>
    reactions.add({ type: 'lamp.lit', name: 'Open', transaction: true, reaction: { handle } });

  it('gives up after twelve attempts: the event is dead, and a retry by staff begins at the relay', async () => {
    react(() => Promise.reject(new Error('never')));
    expect(await delivery.deliver(event, never)).toBe('delivered');
    expect(await outboxOf(database(), event.subject)).toEqual([{ status: 'dead', attempts: 12, error: 'Open: never' }]);
    expect(await database().query('SELECT handler FROM inbox WHERE event_id = ?', [event.id])).toEqual([]);
  });

  it('has only the dead queue for an event that nobody knows any more', async () => {
    react(() => Promise.reject(new Error('never')));
    expect(await delivery.deliver({ ...event, id: newId() }, never)).toBe('unknown');
  });

  it('does not lose patience while the database is away', async () => {
    const handle = jest.fn(async () => undefined);
    for (let n = 0; n < 40; n++) handle.mockRejectedValueOnce(new DatabaseUnavailable());
    react(handle);
    expect(await delivery.deliver(event, never)).toBe('delivered');
    expect(handle).toHaveBeenCalledTimes(41);
    expect(await outboxOf(database(), event.subject)).toMatchObject([{ status: 'delivered' }]);
  });

  it('takes no event of another version for one it understands', async () => {
    const handle = jest.fn(async () => undefined);
    react(handle);
    await delivery.deliver({ ...event, dataversion: 2 }, never);
    expect(handle).not.toHaveBeenCalled();
    expect(await outboxOf(database(), event.subject)).toMatchObject([{ status: 'dead' }]);
  });

  it('waits longer and longer, and not at all when its connection ends', async () => {
    react(() => Promise.reject(new Error('never')));
    pause.mockResolvedValueOnce(false).mockResolvedValueOnce(false).mockRejectedValueOnce(new Error('aborted'));
    expect(await delivery.deliver(event, never)).toBe('interrupted');
    expect(pause.mock.calls.map(([wait]: unknown[]) => wait)).toEqual([500, 1_000, 2_000]);
  });
});

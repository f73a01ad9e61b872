import { type DomainEvent, ManualClock, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { type EventProcess, eventProcess, forgetEvents, outboxOf } from '../../../../test/support/events.js';

onEachDatabase([eventsSchema], (database) => {
  let clock: ManualClock;
  let process: EventProcess;
  let id: string;
  let heard: string[];
  let broken: Set<string>;
  const hear = async ({ type }: DomainEvent) => {
    if (broken.has(type)) throw new Error('not yet');
    heard.push(type);
  };
  const subscribe = (to: EventProcess) => ['one', 'two', 'three'].forEach((type) => to.on(type, 'Hear', hear));

  beforeEach(async () => {
    await forgetEvents(database());
    clock = new ManualClock();
    process = eventProcess(database(), clock);
    id = newId();
    heard = [];
    broken = new Set();
    subscribe(process);
  });

  async function record(...changes: string[][]): Promise<void> {
    for (const [index, types] of changes.entries()) await process.record(id, index + 1, ...types);
    await process.bus.settled(id);
  }

  it('[P15] delivers the events of one aggregate in sequence', async () => {
    await record(['one', 'two'], ['three']);
    expect(heard).toEqual(['one', 'two', 'three']);
  });

  it.each([
    ['of later changes', [['one'], ['two'], ['three']]],
    ['of the same change', [['one', 'two', 'three']]],
  ])('holds back events %s while an earlier one fails', async (_, changes) => {
    broken.add('one');
    await record(...changes);
    expect(heard).toEqual([]);
    broken.clear();
    clock.advance(1_000);
    await process.poller.poll();
    expect(heard).toEqual(['one', 'two', 'three']);
  });

  it('holds back an event another process recorded while an earlier one fails', async () => {
    broken.add('one');
    await record(['one']);
    const other = eventProcess(database(), clock);
    subscribe(other);
    await other.record(id, 2, 'two');
    await other.bus.settled(id);
    expect(heard).toEqual([]);
    broken.clear();
    clock.advance(1_000);
    await other.poller.poll();
    expect(heard).toEqual(['one', 'two']);
  });

  it('[P15] does not delay other aggregates while one fails', async () => {
    broken.add('one');
    await record(['one'], ['two']);
    await process.record(newId(), 1, 'three');
    await process.bus.idle();
    expect(heard).toEqual(['three']);
  });

  it('goes on with later events once an earlier one is dead', async () => {
    broken.add('one');
    await record(['one'], ['two']);
    for (let n = 0; n < 12; n++) {
      clock.advance(61_000);
      await process.poller.poll();
    }
    expect(heard).toEqual(['two']);
    expect((await outboxOf(database(), id)).map(({ status }) => status)).toEqual(['dead', 'delivered']);
  });
});

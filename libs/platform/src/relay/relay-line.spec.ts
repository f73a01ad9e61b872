import { ManualClock, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { OutboxPurge } from '../events/purge.js';
import { RelayLine } from './relay-line.js';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { eventProcess, forgetEvents } from '../../../../test/support/events.js';

const DAY = 24 * 3_600_000;

onEachDatabase([eventsSchema], (database) => {
  let clock: ManualClock;
  let line: RelayLine;
  beforeEach(async () => {
    await forgetEvents(database());
    await database().execute('DELETE FROM relay_line');
    clock = new ManualClock();
    line = new RelayLine(database(), clock);
  });

  /** Records events of one aggregate, a version each, and puts them in line in the opposite sequence. */
  async function inLine(...types: string[]): Promise<string> {
    const aggregateId = newId();
    const { record } = eventProcess(database(), clock);
    for (const [index, type] of types.entries()) await record(aggregateId, index + 1, type);
    const rows = await database().query<{ id: string; sequence: unknown }>(
      'SELECT id, sequence FROM outbox WHERE aggregate_id = ? ORDER BY sequence DESC',
      [aggregateId],
    );
    for (const { id, sequence } of rows) {
      const stored = { id, aggregateId, sequence: Number(sequence), attempts: 0, first: false };
      await line.put({ ...stored, event: { type: '', at: clock.now() } }, 1);
    }
    return aggregateId;
  }

  const typesOf = (claimed: Awaited<ReturnType<RelayLine['claim']>>) => claimed.map(({ stored }) => stored.event.type);
  const idsOf = (claimed: Awaited<ReturnType<RelayLine['claim']>>) => claimed.map(({ stored }) => stored.id);

  it('lets the events of an aggregate go in sequence, each when the one before has left', async () => {
    await inLine('one', 'two', 'three');
    const seen: string[] = [];
    for (let claimed = await line.claim(); claimed.length > 0; claimed = await line.claim()) {
      seen.push(...typesOf(claimed));
      await line.leave(idsOf(claimed));
    }
    expect(seen).toEqual(['one', 'two', 'three']);
    expect(await line.length()).toBe(0);
  });

  it('holds back the later events of an aggregate whose first was put back, and no other aggregate', async () => {
    await inLine('one', 'two');
    await line.putBack(idsOf(await line.claim()), 1_000);
    await inLine('three');
    expect(typesOf(await line.claim())).toEqual(['three']);
    clock.advance(1_000);
    expect(typesOf(await line.claim())).toEqual(['one']);
  });

  it('gives what a process claimed and did not finish to another one after the lease', async () => {
    await inLine('one');
    await line.claim();
    const heir = new RelayLine(database(), clock);
    expect(await heir.claim()).toEqual([]);
    clock.advance(30_000);
    expect(typesOf(await heir.claim())).toEqual(['one']);
  });

  it('lets events go on when the clock was set back for longer than any wait', async () => {
    await inLine('one');
    const [leased] = idsOf(await line.claim());
    clock.advance(-DAY);
    expect(idsOf(await line.claim())).toEqual([leased]);
    expect(await line.claim()).toEqual([]);
  });

  it('shares the line between processes that claim at once', async () => {
    for (let n = 0; n < 20; n++) await inLine('one');
    const claims = await Promise.all([line.claim(), new RelayLine(database(), clock).claim(), line.claim()]);
    const ids = claims.flatMap(idsOf);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('takes events again that the outbox still has, from a time on, of one type', async () => {
    await inLine('one', 'two');
    clock.advance(60_000);
    const from = clock.now();
    await inLine('one', 'two');
    await database().execute('DELETE FROM relay_line');
    expect(await line.putAgain('two', 3, from)).toBe(1);
    expect(await line.putAgain('two', 3, from)).toBe(0);
    expect(await line.claim()).toMatchObject([{ version: 3, stored: { event: { type: 'two' }, sequence: 2 } }]);
  });

  it('reads a hundred events at a time, however long the line is', async () => {
    const { outbox } = eventProcess(database(), clock);
    const events = [{ type: 'one', at: clock.now() }];
    const recorded = Array.from({ length: 150 }, () => ({ aggregateId: newId(), version: 1, events }));
    await database().transaction(() => outbox.append(recorded));
    expect(await line.putAgain('one', 1, clock.now())).toBe(150);
    expect(await line.claim()).toHaveLength(100);
    expect(await line.claim()).toHaveLength(50);
  });

  it('keeps an event that is in line from the purge of the outbox, however old it is', async () => {
    await inLine('one');
    clock.advance(30 * DAY);
    const purge = new OutboxPurge(database(), clock, { backgroundJobs: true } as never);
    await purge.run();
    const claimed = await line.claim();
    expect(typesOf(claimed)).toEqual(['one']);
    await line.leave(idsOf(claimed));
    await purge.run();
    expect(await database().query('SELECT id FROM outbox')).toEqual([]);
  });
});

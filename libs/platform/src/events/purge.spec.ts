import { ManualClock, newId } from '#kernel';
import type { Config } from '#platform/config';
import { eventsSchema } from '#platform/events';
import { asDate } from '#platform/database';
import { InboxPurge, OutboxPurge } from './purge.js';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { type EventProcess, eventProcess, forgetEvents, outboxOf } from '../../../../test/support/events.js';

const DAY = 24 * 3_600_000;
const config = { backgroundJobs: true } as Config;

onEachDatabase([eventsSchema], (database) => {
  let clock: ManualClock;
  let process: EventProcess;
  let healthy: boolean;
  beforeEach(async () => {
    await forgetEvents(database());
    clock = new ManualClock();
    process = eventProcess(database(), clock);
    healthy = true;
    process.on('lamp.lit', 'Succeed', async () => undefined);
    process.on('lamp.lit', 'Fail', async () => {
      if (!healthy) throw new Error('no');
    });
  });

  async function record(): Promise<string> {
    const id = newId();
    await process.record(id, 1, 'lamp.lit');
    await process.bus.idle();
    return id;
  }

  async function purge(): Promise<void> {
    await new OutboxPurge(database(), clock, config).run();
    await new InboxPurge(database(), clock, config).run();
  }

  const inbox = async () =>
    (await database().query('SELECT handler FROM inbox')).map(({ handler }) => handler).toSorted();

  it('deletes what was delivered more than a week ago, and no younger event', async () => {
    const old = await record();
    clock.advance(DAY);
    const young = await record();
    clock.advance(6 * DAY + 10_000);
    await purge();
    expect(await outboxOf(database(), old)).toEqual([]);
    expect(await outboxOf(database(), young)).toHaveLength(1);
    expect(await inbox()).toHaveLength(2);
  });

  it('[P13] keeps events that wait or are dead, and what their reactions had, however old they are', async () => {
    healthy = false;
    const waiting = await record();
    await process.outbox.park('stranger', { type: 'lamp.lit', at: clock.now() }, 'odd');
    clock.advance(30 * DAY);
    await purge();
    expect(await outboxOf(database(), waiting)).toHaveLength(1);
    expect(await outboxOf(database(), 'stranger')).toHaveLength(1);
    expect(await inbox()).toEqual(['Succeed']);
  });

  it('deletes batch after batch until nothing is left', async () => {
    const now = clock.now();
    for (let batch = 0; batch < 5; batch++) {
      const events = Array.from({ length: 500 }, () => ({ type: 'nobody.cares', at: now }));
      await database().transaction(() => process.outbox.append([{ aggregateId: newId(), version: 1, events }]));
      const values = events.map(() => `('${newId()}', 'Gone', ?)`).join(',');
      await database().execute(
        `INSERT INTO inbox (event_id, handler, handled_at) VALUES ${values}`,
        events.map(() => now),
      );
    }
    clock.advance(8 * DAY);
    await record();
    await purge();
    const left = await database().query('SELECT created_at FROM outbox');
    expect(left.map(({ created_at }) => asDate(created_at))).toEqual([clock.now()]);
    expect(await inbox()).toEqual(['Fail', 'Succeed']);
  });
});

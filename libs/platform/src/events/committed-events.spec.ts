import { ManualClock, newId, timeOfId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../../test/support/databases.js';
import { type EventProcess, eventProcess, forgetEvents } from '../../../../test/support/events.js';
import { figure } from '../../../../test/support/figures.js';
import { OutboxFigures } from './outbox-figures.js';

onEachDatabase([eventsSchema], (database) => {
  let clock: ManualClock;
  let process: EventProcess;
  let heard: string[];
  beforeEach(async () => {
    await forgetEvents(database());
    clock = new ManualClock(new Date());
    process = eventProcess(database(), clock);
    heard = [];
    process.outbox.whenCommitted('thing.made', ({ type }) => heard.push(type));
  });

  describe('whoever counts events', () => {
    it('hears of each once when it is committed, and never again when it is delivered', async () => {
      process.on('thing.made', 'Reacts', async () => undefined);
      await process.record(newId(), 1, 'thing.made', 'thing.sold', 'thing.made');
      expect(heard).toEqual(['thing.made', 'thing.made']);
      await process.bus.idle();
      clock.advance(60_000);
      await process.poller.poll();
      expect(heard).toHaveLength(2);
    });

    it('hears nothing of what is rolled back', async () => {
      const events = [{ type: 'thing.made', at: clock.now() }];
      const attempt = database().transaction(async () => {
        await process.outbox.append([{ aggregateId: newId(), version: 1, events }]);
        throw new Error('no');
      });
      await expect(attempt).rejects.toThrow('no');
      expect(heard).toEqual([]);
    });

    it('hears of what is parked', async () => {
      await database().transaction(() =>
        process.outbox.park(newId(), { type: 'thing.made', at: clock.now() }, 'strange'),
      );
      expect(heard).toEqual(['thing.made']);
    });

    it('cannot make fail what is committed', async () => {
      process.outbox.whenCommitted('thing.made', () => {
        throw new Error('cannot count');
      });
      await expect(process.record(newId(), 1, 'thing.made')).resolves.toBeUndefined();
    });
  });

  describe('the figures of the outbox', () => {
    const reactions = ['Reacts', 'Fails'].map((name) => ({ name }));
    let figures: OutboxFigures;
    beforeEach(() => {
      const known = { all: () => reactions, to: (type: string) => (type === 'thing.made' ? reactions : []) };
      figures = new OutboxFigures(database(), known as never, clock);
      figures.onModuleInit();
    });
    afterEach(() => figures.onApplicationShutdown());

    const dead = (handler: string) => figure('outbox_dead_deliveries', { handler });

    it('tell what waits, and since when', async () => {
      for (const id of [newId(), newId()]) await process.record(id, 1, 'thing.made');
      await database().execute(`UPDATE outbox SET status = 'pending'`);
      const [first] = await database().query<{ id: string }>('SELECT MIN(id) AS id FROM outbox');
      clock.advance(timeOfId(first?.id ?? '').getTime() + 90_000 - clock.now().getTime());
      expect(await figure('outbox_pending_deliveries')).toBe(2);
      expect(await figure('outbox_oldest_delivery_age_seconds')).toBe(90);
    });

    it('tell 0 where nothing waits and nothing is dead', async () => {
      expect(await figure('outbox_pending_deliveries')).toBe(0);
      expect(await figure('outbox_oldest_delivery_age_seconds')).toBe(0);
      expect(await dead('Fails')).toBe(0);
    });

    it('tell of dead events by the reactions that have not had them, and of those nobody reacts to', async () => {
      const [one, two] = [newId(), newId()];
      for (const id of [one, two]) await process.record(id, 1, 'thing.made');
      await process.outbox.park(newId(), { type: 'thing.strange', at: clock.now() }, 'strange');
      await database().execute(`UPDATE outbox SET status = 'dead'`);
      await database().execute(
        `INSERT INTO inbox (event_id, handler, handled_at) SELECT id, 'Reacts', ? FROM outbox WHERE aggregate_id = ?`,
        [clock.now(), one],
      );
      expect([await dead('Reacts'), await dead('Fails'), await dead('parked')]).toEqual([1, 2, 1]);
    });
  });
});

import { ManualClock } from '#kernel';
import type { Database } from '#platform/database';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import { SampleThingNotFound } from '../domain/errors.js';
import { aSampleThing, createdAt } from '../testing/a-sample-thing.js';
import { InMemorySampleThings } from './in-memory-sample-things.js';
import { sampleThingsContract } from './sample-things.contract.js';
import { SampleThingQueries } from './sample-things.queries.js';
import { sampleContextSchema } from './schema.js';
import { SqlSampleThings } from './sql-sample-things.js';

const on = (database: Database) => new SqlSampleThings(database, new EventDelivery(database, new ManualClock()).outbox);

describe('sample things in memory', () => {
  const sampleThings = new InMemorySampleThings();
  const published = async (id: string) =>
    sampleThings.published.filter(({ sampleThingId }) => sampleThingId === id).map(({ type }) => type);
  sampleThingsContract(() => ({ sampleThings, published }));
});

describe('sample things', () => {
  onEachDatabase([sampleContextSchema, eventsSchema], (database) => {
    const published = async (id: string) => {
      const rows = await database().query('SELECT type FROM outbox WHERE aggregate_id = ? ORDER BY id', [id]);
      return rows.map(({ type }) => String(type));
    };
    sampleThingsContract(() => ({ sampleThings: on(database()), published }));
  });
});

describe('what staff see of sample things', () => {
  onEachDatabase([sampleContextSchema, eventsSchema], (database) => {
    let queries: SampleThingQueries;
    const ids: string[] = [];
    beforeAll(async () => {
      queries = new SampleThingQueries(database());
      for (const name of ['first', 'second', 'third']) {
        const sampleThing = aSampleThing({ name });
        await on(database()).add(sampleThing);
        ids.unshift(sampleThing.id);
      }
    });

    it('is one of them as it is', async () => {
      const id = ids[0] ?? '';
      expect(await queries.one(id)).toMatchObject({ id, name: 'third', createdAt });
      await expect(queries.one('')).rejects.toThrow(SampleThingNotFound);
    });

    it('is a list page by page, newest first', async () => {
      const first = await queries.list({ limit: 2, after: null, offset: null });
      expect(first).toEqual({
        items: [expect.objectContaining({ name: 'third' }), expect.objectContaining({ name: 'second' })],
        nextCursor: expect.any(String),
      });
      const rest = await queries.list({ limit: 2, after: ids[1] ?? '', offset: null });
      expect([rest.items.map(({ name }) => name), rest.nextCursor]).toEqual([['first'], null]);
    });

    it('is a page by its number, and how many there are in all', async () => {
      const second = await queries.list({ limit: 2, after: null, offset: 2 });
      expect([second.items.map(({ name }) => name), second.total]).toEqual([['first'], 3]);
    });
  });
});

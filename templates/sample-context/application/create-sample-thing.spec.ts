import { ManualClock, newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { InMemorySampleThings } from '../adapters/in-memory-sample-things.js';
import { SampleThingNeedsName, SampleThingNotFound } from '../domain/errors.js';
import { ChangeSampleThing } from './change-sample-thing.js';
import { CreateSampleThing } from './create-sample-thing.js';

const clock = new ManualClock();
const actor = SYSTEM;

describe('staff', () => {
  onEachDatabase([idempotencySchema], (database) => {
    let sampleThings: InMemorySampleThings;
    let audit: InMemoryAuditLog;
    let createSampleThing: CreateSampleThing;
    let changeSampleThing: ChangeSampleThing;
    beforeEach(() => {
      sampleThings = new InMemorySampleThings();
      audit = new InMemoryAuditLog();
      createSampleThing = new CreateSampleThing(sampleThings, audit, new Idempotency(database(), clock), clock);
      changeSampleThing = new ChangeSampleThing(sampleThings, audit, database());
    });

    it('make a sample thing, once under one key, and it is on record who did', async () => {
      const key = { owner: newId(), route: 'POST /sample-things', key: 'once', fingerprint: 'body' };
      const first = await createSampleThing.execute({ name: 'first', actor, key });
      expect(await createSampleThing.execute({ name: 'first', actor, key })).toEqual({ ...first, replayed: true });
      expect(sampleThings.states.get(first.id)).toMatchObject({ name: 'first', createdAt: clock.now() });
      expect(sampleThings.published.map(({ type }) => type)).toEqual(['sample-thing.created']);
      expect(audit.entries).toEqual([{ type: 'sample-thing.created', actor, subject: first.id }]);
    });

    it('make none without a name', async () => {
      await expect(createSampleThing.execute({ name: ' ', actor, key: null })).rejects.toThrow(SampleThingNeedsName);
      expect([sampleThings.states.size, audit.entries]).toEqual([0, []]);
    });

    it('change one that is there, and it is on record who did', async () => {
      const { id: sampleThingId } = await createSampleThing.execute({ name: 'first', actor, key: null });
      await changeSampleThing.execute({ sampleThingId, changes: { name: 'second' }, actor });
      expect(sampleThings.states.get(sampleThingId)).toMatchObject({ name: 'second', version: 2 });
      expect(audit.entries[1]).toEqual({ type: 'sample-thing.changed', actor, subject: sampleThingId });
      const changing = changeSampleThing.execute({ sampleThingId: newId(), changes: {}, actor });
      await expect(changing).rejects.toThrow(SampleThingNotFound);
    });
  });
});

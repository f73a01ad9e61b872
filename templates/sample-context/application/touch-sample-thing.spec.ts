import { ManualClock, newId } from '#kernel';
import { SYSTEM } from '#platform/activity';
import { InMemoryAuditLog } from '#platform/audit/testing';
import { Idempotency, idempotencySchema } from '#platform/idempotency';
import { onEachDatabase } from '../../../test/support/databases.js';
import { InMemorySampleThings } from '../adapters/in-memory-sample-things.js';
import { SampleThingNotFound } from '../domain/errors.js';
// >> builder
import { aSampleThing } from '../testing/a-sample-thing.js';
// << builder
import { TouchSampleThing } from './touch-sample-thing.js';

const clock = new ManualClock();

describe('touch sample thing', () => {
  onEachDatabase([idempotencySchema], (database) => {
    let sampleThings: InMemorySampleThings;
    let audit: InMemoryAuditLog;
    let touchSampleThing: TouchSampleThing;
    beforeEach(() => {
      sampleThings = new InMemorySampleThings();
      audit = new InMemoryAuditLog();
      touchSampleThing = new TouchSampleThing(sampleThings, audit, new Idempotency(database(), clock), clock);
    });

    it('is refused, and on no record, where there is no such sample thing', async () => {
      const touching = touchSampleThing.execute({ sampleThingId: newId(), actor: SYSTEM, key: null });
      await expect(touching).rejects.toThrow(SampleThingNotFound);
      expect(audit.entries).toEqual([]);
    });
    // >> builder

    it('says on the record who did it, once under one key', async () => {
      const { id: sampleThingId } = await sampleThings.keep(aSampleThing());
      const key = { owner: newId(), route: 'POST /touch', key: 'once', fingerprint: 'body' };
      for (const replayed of [false, true]) {
        const made = await touchSampleThing.execute({ sampleThingId, actor: SYSTEM, key });
        expect(made).toEqual({ id: sampleThingId, replayed });
      }
      expect(audit.entries).toEqual([{ type: 'sample-thing.touched', actor: SYSTEM, subject: sampleThingId }]);
    });
    // << builder
  });
});

import { ManualClock, newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { onEachDatabase } from '../../../test/support/databases.js';
import { EventDelivery } from '../../../test/support/event-delivery.js';
import type { SampleThingCreated } from '../events.js';
import { NoticeOnSampleThingCreated } from './notice-on-sample-thing-created.js';

const clock = new ManualClock();
// Give it the fields that the reaction reads.
const news = { type: 'sample-thing.created', at: clock.now() } as SampleThingCreated;

describe('notice, on sample-thing.created', () => {
  onEachDatabase([eventsSchema], (database) => {
    it('happens in a transaction that remembers it', async () => {
      const aggregateId = newId();
      const delivery = new EventDelivery(database(), clock).subscribe(new NoticeOnSampleThingCreated());
      await delivery.publish(aggregateId, 1, news);
      expect(await delivery.recorded(aggregateId)).toEqual(['1 sample-thing.created delivered']);
      const remembered = await database().query('SELECT * FROM inbox');
      expect(remembered).toHaveLength(1);
    });
  });
});

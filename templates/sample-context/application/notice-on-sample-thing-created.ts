import { On, Reaction } from '#platform/events';
import type { SampleThingCreated } from '../events.js';

@On('sample-thing.created')
export class NoticeOnSampleThingCreated extends Reaction<SampleThingCreated> {
  /** Write here what follows. What goes through `Database` happens once, however often the news comes. */
  async handle(_event: SampleThingCreated): Promise<void> {}
}

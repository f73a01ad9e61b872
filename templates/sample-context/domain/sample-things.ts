import type { SampleThing } from './sample-thing.js';

export abstract class SampleThings {
  /** Saves a new one with the events it recorded, in the caller's transaction where there is one. */
  abstract add(sampleThing: SampleThing): Promise<void>;

  /**
   * Loads and locks, lets `mutate` decide, saves with the recorded events: one transaction.
   * @throws SampleThingNotFound
   */
  abstract change(id: string, mutate: (sampleThing: SampleThing) => void): Promise<SampleThing>;
}

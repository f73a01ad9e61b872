import { SampleThingNotFound } from '../domain/errors.js';
import { SampleThing, type SampleThingState } from '../domain/sample-thing.js';
import { SampleThings } from '../domain/sample-things.js';
import type { SampleContextEvent } from '../events.js';

export class InMemorySampleThings extends SampleThings {
  readonly states = new Map<string, SampleThingState>();
  readonly published: SampleContextEvent[] = [];

  async add(sampleThing: SampleThing): Promise<void> {
    await this.keep(sampleThing);
  }

  async change(id: string, mutate: (sampleThing: SampleThing) => void): Promise<SampleThing> {
    const state = this.states.get(id);
    if (!state) throw new SampleThingNotFound();
    const sampleThing = SampleThing.restore(state);
    mutate(sampleThing);
    return this.keep(sampleThing);
  }

  async keep(sampleThing: SampleThing): Promise<SampleThing> {
    this.states.set(sampleThing.id, sampleThing.state);
    this.published.push(...sampleThing.takeEvents());
    return sampleThing;
  }
}

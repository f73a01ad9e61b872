import { aSampleThing, createdAt } from '../testing/a-sample-thing.js';
import { SampleThingNeedsName } from './errors.js';

describe('a sample thing', () => {
  it('tells the shop that it is there, once', () => {
    const sampleThing = aSampleThing();
    const created = { type: 'sample-thing.created', sampleThingId: sampleThing.id, at: createdAt };
    expect(sampleThing.takeEvents()).toEqual([created]);
    expect(sampleThing.takeEvents()).toEqual([]);
  });

  it.each(['', ' ', '\u3000\n'])('has a name that is not blank (%j)', (name) => {
    expect(() => aSampleThing({ name })).toThrow(SampleThingNeedsName);
    const named = aSampleThing({ name: ' first ' });
    expect(() => named.change({ name })).toThrow(SampleThingNeedsName);
    expect(named.state.name).toBe('first');
  });

  it('changes what is named, leaves the rest and counts the change', () => {
    const sampleThing = aSampleThing({ name: 'first' });
    const before = sampleThing.state;
    sampleThing.change({ name: 'second' });
    expect(sampleThing.state).toEqual({ ...before, name: 'second', version: 2 });
    sampleThing.change({});
    expect(sampleThing.state.name).toBe('second');
  });
});

import { newId } from '#kernel';
import { SampleThingNotFound } from '../domain/errors.js';
import type { SampleThings } from '../domain/sample-things.js';
import { aSampleThing } from '../testing/a-sample-thing.js';

export interface KeptSampleThings {
  readonly sampleThings: SampleThings;
  /** Types of the events that were published of one, oldest first. */
  published(id: string): Promise<readonly string[]>;
}

/** What every adapter of the port keeps to. */
export function sampleThingsContract(open: () => KeptSampleThings): void {
  const add = async (sampleThing = aSampleThing()) => {
    await open().sampleThings.add(sampleThing);
    return sampleThing.id;
  };
  const kept = async (id: string) => (await open().sampleThings.change(id, () => undefined)).state;

  it('gives back what was kept', async () => {
    const sampleThing = aSampleThing();
    expect(await kept(await add(sampleThing))).toEqual(sampleThing.state);
  });

  it('saves a change, and answers with it', async () => {
    const id = await add();
    const changed = await open().sampleThings.change(id, (sampleThing) => sampleThing.change({ name: '第二' }));
    expect(changed.state).toMatchObject({ id, name: '第二', version: 2 });
    expect(await kept(id)).toEqual(changed.state);
  });

  it('publishes each event once', async () => {
    const id = await add();
    await kept(id);
    expect(await open().published(id)).toEqual(['sample-thing.created']);
  });

  it('changes nothing when the change throws', async () => {
    const id = await add();
    const changing = open().sampleThings.change(id, (sampleThing) => {
      sampleThing.change({ name: 'second' });
      throw new Error('changed my mind');
    });
    await expect(changing).rejects.toThrow('changed my mind');
    expect(await kept(id)).toMatchObject({ name: 'first', version: 1 });
  });

  it('loses none of the changes that race', async () => {
    const id = await add();
    const change = (n: number) => open().sampleThings.change(id, (sampleThing) => sampleThing.change({ name: `${n}` }));
    await Promise.all(Array.from({ length: 10 }, (_, n) => change(n)));
    expect(await kept(id)).toMatchObject({ version: 11 });
  });

  it('does not find what is not there', async () => {
    await add();
    await expect(kept(newId())).rejects.toThrow(SampleThingNotFound);
  });
}

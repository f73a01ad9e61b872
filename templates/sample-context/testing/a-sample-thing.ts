import { newId } from '#kernel';
import { SampleThing } from '../domain/sample-thing.js';

export const createdAt = new Date('2026-01-31T23:59:59.999Z');

/** A sample thing just made. */
export function aSampleThing({ id = newId(), name = 'first' } = {}): SampleThing {
  return SampleThing.create({ id, name, at: createdAt });
}
